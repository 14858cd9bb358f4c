"""A passphrase with a name of its own, used many times, is searched for everywhere it could have been left.

PAPAN_CANARY=all makes a hundred signatures of each kind; without it there are eight.
"""

from __future__ import annotations

import base64
import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.demo.people import Office
from app.extensions import db
from app.signing import actions
from app.signing.backends.signer import Appearance, Secrets
from app.signing.child import run
from app.signing.demo_certificates import DemoAuthority, demo_certificate
from app.signing.errors import WrongPassphrase
from app.web.logs import init_logs
from tests.signing.child.orders import SECONDS, Watched, job_of
from tests.signing.conftest import AT, ISSUED, wanted
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pki import Pki

CANARY = "burung-kenari-Q7x9-menyanyi"
MISTYPED = "burung-kenari-Q7x9-terbang"
PIECE = "kenari-Q7x9"
TIMES = 100 if os.environ.get("PAPAN_CANARY") == "all" else 8


def forms_of(secret: str) -> list[bytes]:
    """The ways in which a text may have been written down."""
    plain = secret.encode()
    shifted = [base64.b64encode(b" " * lead + plain)[8:-4] for lead in (3, 4, 5)]
    return [plain, secret.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode(), *shifted]


def traces(data: bytes) -> list[bytes]:
    return [form for form in forms_of(PIECE) if form in data]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files of parent and child go where they can be counted, and a core would fall there too."""
    temporary = tmp_path / "sementara"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    yield temporary


def test_the_search_finds_a_canary_in_every_form() -> None:
    for form in forms_of(PIECE)[:4]:
        assert traces(b"awal " + form + b" akhir")
    for lead in range(3):
        assert traces(base64.b64encode(b"x" * (lead + 9) + CANARY.encode()))


def test_no_trace_is_left_after_many_signatures(
    client: FlaskClient,
    app: Flask,
    office: Office,
    authority: DemoAuthority,
    sign_in,
    folders: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    init_logs()
    caplog.set_level("DEBUG")
    monkeypatch.setattr("app.signing.child.run.subprocess.Popen", Watched)
    Watched.seen.clear()
    person = office.sekretaris
    made = demo_certificate(person.name, nip=person.nip, passphrase=CANARY, at=ISSUED, authority=authority)
    sign_in(client, person)
    form = {"key_file": (io.BytesIO(made.p12), "kunci.p12"), "passphrase": CANARY}
    assert client.post("/profil/kunci", data=form, content_type="multipart/form-data").status_code == 303

    look = Appearance(person.name, person.jabatan, person.pangkat, person.nip, "http://127.0.0.1/v/x", AT)
    frozen, results = frozen_report(), []
    for turn in range(TIMES):
        signed = actions.sign_as(person, frozen, secrets=Secrets(CANARY), field=FIELD, appearance=look, at=AT)
        results.append(signed.pdf)
        if turn % 4 == 0:
            with pytest.raises(WrongPassphrase) as caught:
                actions.sign_as(person, frozen, secrets=Secrets(MISTYPED), field=FIELD, appearance=look, at=AT)
            assert not traces(repr(caught.getrepr(style="short")).encode()), "the refusal repeats what was typed"
    db.session.commit()

    assert len(set(results)) == TIMES and not any(traces(one) for one in results)
    printed = capfd.readouterr()
    for name, said in {"log": caplog.text, "stdout": printed.out, "stderr": printed.err}.items():
        assert not traces(said.encode()), name
    assert Watched.seen and not [page for page in Watched.seen if traces(page)]
    for file in written(app, folders):
        assert not traces(file.read_bytes()), file
    assert not list(folders.iterdir()), "temporary files were left"
    assert not [page for page in rows() if traces(page)]


@pytest.mark.slow
@pytest.mark.skipif(TIMES < 100, reason="PAPAN_CANARY=all kills a hundred children in the middle")
def test_no_trace_is_left_by_children_that_are_killed(pki: Pki, folders: Path, app: Flask) -> None:
    for turn in range(TIMES):
        order = run.pack(run.Order(job_of(pki, request=wanted(frozen_report())), Secrets(CANARY)))
        child = subprocess.Popen(run.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=run.ROOT)
        try:
            child.communicate(order, timeout=0.01 * turn)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate(timeout=SECONDS)
    assert not [file for file in written(app, folders) if traces(file.read_bytes())]
    assert not list(folders.iterdir())


def written(app: Flask, folders: Path) -> list[Path]:
    """Database, WAL, keys and files of the instance, what else this test wrote, and cores beside the program."""
    instance: Path = app.config["SETTINGS"].instance_folder
    found = [file for folder in (instance, folders.parent) for file in folder.rglob("*") if file.is_file()]
    return found + [file for file in run.ROOT.glob("core*") if file.is_file()]


def rows() -> Iterator[bytes]:
    """Every row of every table, as PostgreSQL's files are not ours to read."""
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')):
            yield b"\0".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
