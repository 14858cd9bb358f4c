"""A command that was called wrongly says so in Bahasa Indonesia, whichever command it is."""

from __future__ import annotations

import pytest
from flask import Flask

ENGLISH = (
    "Usage:",
    "Try ",
    "Error:",
    "Invalid",
    "Missing",
    "No such",
    "not a valid",
    "does not",
    "requires",
    "Got ",
    "OPTIONS",
    "COMMAND",
)
WRONG = {
    "audit export abc --out x.zip": "RUN: “abc” bukan bilangan bulat.",
    "audit export 2": "Opsi --out wajib disebut.",
    "audit export 2 --out": "Opsi --out memerlukan nilai.",
    "audit export 2 3 --out x.zip": "Kelebihan isian: 3.",
    "audit export 2 --out .": "Opsi --out: “.” adalah folder, bukan berkas.",
    "audit export --from kemarin --to 2026-11-01 --out x.zip":
        "Opsi --from: “kemarin” bukan tanggal seperti 2025-01-31.",
    "audit export 2 --keluar x.zip": "Tidak ada opsi --keluar.",
    "audit export --from 2026-11-01 --out x.zip": "Sebutkan nomor RUN, atau --from dan --to keduanya.",
    "audit verify --json=ya": "Opsi --json tidak memakai nilai.",
    "audit periksa": "Tidak ada perintah “periksa”.",
    "backup create": "DIR wajib disebut.",
    "backup drill tidak-ada": "DIR: “tidak-ada” tidak ada.",
    "backup restore . --first 1 --second 2": "Opsi --reason wajib disebut.",
    "pdf verify": "FILE wajib disebut.",
    "sop check": "SOP wajib disebut.",
    "trust add tidak-ada.pem --note x": "FILE: “tidak-ada.pem” tidak ada.",
    "user add --role bupati": "Opsi --role: “bupati” bukan salah satu dari sekretaris,",
    "worktime elapsed a b c": "Kelebihan isian: c.",
    "calendar import": "FILE wajib disebut.",
    "capaian higher 1": "REALISASI wajib disebut.",
    "setup --office besar": "Opsi --office: “besar” bukan salah satu dari demo, empty, none.",
}  # fmt: skip


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_told_without_a_word_of_english(app: Flask, call: str) -> None:
    result = app.test_cli_runner().invoke(args=call.split())

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"Salah pemakaian: {WRONG[call]}" in result.stderr
    assert not [word for word in ENGLISH if word in result.stderr]


def test_a_wrong_call_names_the_command_and_where_its_help_is(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "export", "2"])

    first, second, *_ = result.stderr.splitlines()
    assert first.startswith("Pemakaian: ")
    assert "audit export" in first
    assert second.endswith("audit export --help")
