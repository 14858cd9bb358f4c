"""Killed at any moment: afterwards the report is unsigned and says so, or signed and has its file; never two."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.demo.people import find_office
from app.demo.story import PASSPHRASE
from app.evidence import store
from app.inspection.verification import verify
from app.settings import ROOT
from app.signing.actions import add_trust_root, keep_key
from app.signing.backends.container import open_container
from app.signing.verification.verdicts import Trust
from app.web.transaction import writing
from tests.instances import ON_POSTGRESQL
from tests.reports.desks import WHERE, acts, desk, fresh, sign
from tests.reports.offices import RUN, SIGNED_AT, copy_of, opened
from tests.runs.desk import run_of
from tests.signing.conftest import pki  # noqa: F401 - a fixture
from tests.signing.pki import PASSPHRASE as PKI_PASSPHRASE
from tests.signing.pki import Pki

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="The killed process works on the instance's own SQLite file.")

UNSIGNED = (
    "before-the-child",
    "while-the-child-signs",
    "with-the-answer",
    "with-half-a-file",
    "with-the-file",
    "while-the-checkpoint-is-published",
    "before-the-commit",
)
NOT_EXTENDED = ("with-half-a-file", "with-the-file", "before-the-commit")


def kill(instance: Path, act: str, point: str, *, passphrase: str = PASSPHRASE, tsa_url: str = "") -> None:
    """A worker of its own is killed there; that it did not get past the point is part of the test."""
    command = [sys.executable, "-m", "tests.reports.dying", str(instance), act, point, passphrase, tsa_url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr[-2000:]


def stored_whole(app: Flask) -> bool:
    """Whatever has a final name is what its name says."""
    folder = app.config["SETTINGS"].files_folder
    final = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return bool(final) and all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in final)


def signed_files(app: Flask) -> list[bytes]:
    folder = app.config["SETTINGS"].files_folder
    return [store.read(file.sha256, folder=folder) for file in fresh().versions[0].files]


@pytest.mark.parametrize("point", UNSIGNED)
def test_killed_before_the_commit_the_report_is_unsigned_says_so_and_can_be_signed(after_freezing, tmp_path, point):
    instance = copy_of(after_freezing, tmp_path)
    kill(instance, "sign", point)
    with opened(instance, at=SIGNED_AT) as app:
        assert fresh().pending is not None
        assert fresh().current is None
        assert run_of(RUN).is_open
        assert "report:signed" not in acts()
        assert "menunggu tanda tangan" in desk(app, "sekretaris").get(WHERE).text
        assert stored_whole(app)
        assert verify().ok
        assert sign(app).status_code == 303
        assert acts().count("report:signed") == 1
        assert [file.kind for file in fresh().current.files] == ["frozen", "signed"]
        assert stored_whole(app)
        assert verify().ok


def test_killed_after_the_commit_the_report_is_signed_has_its_file_and_is_not_signed_again(after_freezing, tmp_path):
    instance = copy_of(after_freezing, tmp_path)
    kill(instance, "sign", "after-the-commit")
    with opened(instance, at=SIGNED_AT) as app:
        version = fresh().current
        frozen, signed = signed_files(app)
        assert signed.startswith(frozen)
        assert hashlib.sha256(signed).hexdigest() == version.signed_sha256
        assert run_of(RUN).closed_at == version.signed_at
        assert "Laporan sudah ditandatangani" in desk(app, "sekretaris").get(WHERE).text
        assert sign(app).status_code == 409
        assert acts().count("report:signed") == 1
        assert stored_whole(app)
        assert verify().ok


@pytest.fixture(scope="module")
def with_authority(after_freezing: Path, pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:  # noqa: F811
    """Signed at B-B with a certificate whose issuer answers; its services' clock stands at the signature."""
    instance = copy_of(after_freezing, tmp_path_factory.mktemp("berotoritas"))
    p12 = pki.p12("pejabat")
    with pki.at(SIGNED_AT):
        with opened(instance, at=SIGNED_AT) as app:
            opened_key = open_container(p12, passphrase=PKI_PASSPHRASE)
            root = pki.root.public_bytes(Encoding.DER)
            with writing():
                add_trust_root(root, note="peragaan", trust=Trust.CERTIFIED, at=SIGNED_AT)
                keep_key(p12, certificate=opened_key.certificate, user=find_office().sekretaris, at=SIGNED_AT)
            assert sign(app, passphrase=PKI_PASSPHRASE).status_code == 303
        yield instance


@pytest.mark.parametrize("point", NOT_EXTENDED)
def test_killed_while_it_is_extended_the_signed_file_stands_and_can_be_extended(
    with_authority, pki, tmp_path, point  # noqa: F811
):  # fmt: skip
    instance = copy_of(with_authority, tmp_path)
    kill(instance, "extend", point, tsa_url=pki.tsa_url)
    with opened(instance, at=SIGNED_AT) as app:
        assert [file.kind for file in fresh().current.files] == ["frozen", "signed"]
        assert "report:timestamped" not in acts()
        assert stored_whole(app)
        assert verify().ok
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"tsa_url": pki.tsa_url, "tsa_seconds": 4.0})
        assert desk(app, "tim").post(f"{WHERE}/versions/1/timestamps").status_code == 303
        files = signed_files(app)
        assert files[2].startswith(files[1])
        assert verify().ok


def test_killed_after_the_extension_is_committed_it_is_there_once(with_authority, pki, tmp_path):  # noqa: F811
    instance = copy_of(with_authority, tmp_path)
    kill(instance, "extend", "after-the-commit", tsa_url=pki.tsa_url)
    with opened(instance, at=SIGNED_AT) as app:
        assert [file.kind for file in fresh().current.files] == ["frozen", "signed", "extended"]
        assert acts().count("report:timestamped") == 1
        assert stored_whole(app)
        assert verify().ok
