"""Witnesses of the log, their cosignatures and the time stamps as their tables hold them."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from app.inspection.tables.table import Query, table
from app.inspection.witnesses.models import LogCosignature, LogTimestamp, LogWitness


def _witnesses() -> Query:
    row = LogWitness
    return select(
        row.id, row.name, row.vkey, row.registered_at, row.registered_by_id.label("registered_by"), row.retired_at,
        row.retired_by_id.label("retired_by"), row.retire_reason,
    )  # fmt: skip


def _cosignatures() -> Query:
    row = LogCosignature
    return select(
        row.witness_id, row.size, row.root, row.signed_at, row.note, row.received_at,
        row.received_by_id.label("received_by"),
    )  # fmt: skip


def _timestamps() -> Query:
    row = LogTimestamp
    return select(row.size, row.root, row.sha256, row.token, row.authority, row.stamped_at, row.received_at)


def _note_by_digest(values: dict[str, Any]) -> None:
    values["note"] = hashlib.sha256(values["note"].encode()).hexdigest()


def _token_by_digest(values: dict[str, Any]) -> None:
    values["token"] = hashlib.sha256(values["token"]).hexdigest()


TABLES = (
    table("log_witness", ref="witness:{0}", words="saksi log {0}", query=_witnesses, columns={
        "name": "nama", "vkey": "kunci publik", "registered_at": "waktu didaftarkan",
        "registered_by": "yang mendaftarkan", "retired_at": "waktu dihentikan", "retired_by": "yang menghentikan",
        "retire_reason": "alasan dihentikan",
    }),
    table("log_cosignature", ref="witness:{0}/size:{1} {2}", words="kesaksian saksi {0} atas {1} rekaman",
          query=_cosignatures, derive=_note_by_digest, columns={
        "signed_at": "waktu ditandatangani", "note": "sidik kesaksian", "received_at": "waktu diterima",
        "received_by": "yang menyerahkan",
    }),
    table("log_timestamp", ref="witness:cap-waktu/size:{0} {1}", words="cap waktu atas {0} rekaman",
          query=_timestamps, derive=_token_by_digest, columns={
        "sha256": "sidik cap waktu", "token": "sidik isi cap waktu", "authority": "penerbit",
        "stamped_at": "waktu cap", "received_at": "waktu diterima",
    }),
)  # fmt: skip
