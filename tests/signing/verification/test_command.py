"""`flask pdf verify`: one file's misfortune is its own, and times are told in every zone that matters."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from pyhanko.pdf_utils import generic

from app.clock.current import SetClock
from app.signing import commands
from app.signing.verification import sandbox
from tests.signing.documents import frozen_report
from tests.signing.pki import Pki, now
from tests.signing.verification.foreign import sign

KEYS = {"file", "verdict", "trust", "registered", "signatures", "reasons"}


@pytest.fixture
def files(pki: Pki, tmp_path: Path) -> dict[str, Path]:
    made = {
        "baik.pdf": sign(pki, frozen_report(), level="B-LT"),
        "rusak.pdf": frozen_report()[:-40],
        "bom.pdf": b"%PDF-1.7\n" + b"[" * 400_000 + b"\nstartxref\n9\n%%EOF\n",
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in made}


def test_each_file_gets_its_line_in_order(app: Flask, files: dict[str, Path]) -> None:
    names = ["bom.pdf", "rusak.pdf", "tidak-ada.pdf", "baik.pdf"]
    paths = [str(files["baik.pdf"].parent / name) for name in names]
    result = app.test_cli_runner().invoke(commands.pdf, ["verify", *paths, "--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in lines] == paths
    assert all(line.keys() == KEYS for line in lines)
    assert [line["verdict"] for line in lines] == [
        "tidak-dapat-diperiksa",
        "rusak",
        "tidak-dapat-diperiksa",
        "utuh-dengan-tambahan",
    ]
    assert result.exit_code == 1


def test_a_child_that_dies_loses_no_other_file(
    app: Flask, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, asked = sandbox._run, []

    def dies_first(*args, **kwargs) -> int:
        asked.append(1)
        return -11 if len(asked) == 1 else run(*args, **kwargs)

    monkeypatch.setattr(sandbox, "_run", dies_first)
    path = str(files["baik.pdf"])
    result = app.test_cli_runner().invoke(commands.pdf, ["verify", path, path, "--json"])
    verdicts = [json.loads(line)["verdict"] for line in result.stdout.splitlines()]
    assert verdicts == ["tidak-dapat-diperiksa", "utuh-dengan-tambahan"]


def test_the_text_tells_the_signer_s_clock_wita_and_utc(
    app: Flask, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A BSrE signature is often made in Jakarta, so its own clock says WIB."""
    written = datetime.fromisoformat("2026-11-20T08:15:00+07:00")
    monkeypatch.setattr("pyhanko.sign.signers.pdf_byterange.pdf_date", lambda _: generic.pdf_date(written))
    (tmp_path / "wib.pdf").write_bytes(sign(pki, frozen_report()))
    result = app.test_cli_runner().invoke(commands.pdf, ["verify", str(tmp_path / "wib.pdf")])
    assert "08.15 WIB" in result.stdout
    assert "20-11-2026 09.15.00 WITA" in result.stdout
    assert "20-11-2026 01.15.00 UTC" in result.stdout
    assert "menurut penanda tangan sendiri" in result.stdout


def test_additions_and_notes_are_told(app: Flask, clock: SetClock, files: dict[str, Path]) -> None:
    """The stamp is of the machine's clock, so the office lives at that moment too."""
    clock.set(now())
    result = app.test_cli_runner().invoke(commands.pdf, ["verify", str(files["baik.pdf"])])
    assert "data validasi (" in result.stdout
    assert "oleh penerbit tidak dikenal" in result.stdout
    assert result.exit_code == 0
