"""The office's ways of writing, as Jinja filters and functions."""

from __future__ import annotations

from flask import Flask

from app.web.words import (
    angka,
    durasi,
    jam,
    lewat,
    nip,
    rupiah,
    tanggal,
    tanggal_hari,
    tanggal_pendek,
    ukuran,
    waktu,
    waktu_pendek,
)

FORMATS = (angka, durasi, jam, lewat, nip, rupiah, tanggal, tanggal_hari, tanggal_pendek, ukuran, waktu, waktu_pendek)


def init_app(app: Flask) -> None:
    for function in FORMATS:
        app.jinja_env.filters[function.__name__] = function
        app.jinja_env.globals[function.__name__] = function
