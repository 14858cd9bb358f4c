"""The register of stored files: one row a digest, whoever sends it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app.demo.story import wita
from app.evidence.actions import file_ref, register_file
from app.evidence.models import EvidenceFile
from app.evidence.store import StoredFile
from app.evidence.uploads import upload_limit_mb
from app.extensions import db
from app.web.transaction import writing

AT = wita("2026-11-23 09.00")
STORED = StoredFile(sha256="a" * 64, size=12, media_type="application/pdf", name="laporan.pdf")


def test_the_same_content_is_one_row(app):
    with writing():
        first = register_file(STORED, at=AT)
        again = register_file(StoredFile(STORED.sha256, STORED.size, STORED.media_type, "lain.pdf"), at=AT)
        assert first is again
    assert db.session.query(EvidenceFile).count() == 1


def test_an_event_names_a_file_by_its_digest(app):
    with writing():
        ref = file_ref(register_file(STORED, at=AT), role="keluaran")
    assert (ref.sha256, ref.size, ref.role) == ("a" * 64, 12, "keluaran")


def test_the_database_takes_no_empty_file(app):
    with pytest.raises(IntegrityError), writing():
        register_file(StoredFile("b" * 64, 0, "application/pdf", "kosong.pdf"), at=AT)


def test_pages_say_the_limit_that_is_set(app):
    assert upload_limit_mb() == 25
