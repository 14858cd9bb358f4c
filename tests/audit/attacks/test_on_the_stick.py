"""A package that an attacker made is never whole, and the record and the kind are the ones that the reference tells."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.audit.verify.package import verify_package
from tests.audit.attacks.on_stick import ATTACKS
from tests.audit.attacks.rounds import rounds, told
from tests.audit.attacks.stick import honest, honest_restored
from tests.audit.verify.packer import repacked


@pytest.mark.parametrize("name", ATTACKS)
def test_the_stick(name: str, tmp_path: Path) -> None:
    for seed, rng in rounds(f"stick/{name}"):
        with told(seed):
            stick, expected = ATTACKS[name](rng)
            verdict = stick.verdict(tmp_path)
            assert expected.fits(verdict.ok, verdict.kind, verdict.first_bad_seq), f"{expected}: {verdict.sentence}"


def test_an_honest_package_is_never_refused(tmp_path: Path) -> None:
    for seed, rng in rounds("stick/honest"):
        with told(seed):
            stick = honest_restored(rng)[0] if rng.random() < 0.3 else honest(rng)
            if stick.package.epoch == 1 and rng.random() < 0.5:
                stick.kept = [rng.choice(stick.package.checkpoints or [])]
            verdict = stick.verdict(tmp_path)
            assert verdict.ok, verdict.sentence


def test_a_wrong_checksum_in_a_package_that_was_packed_again_is_refused(tmp_path: Path) -> None:
    """periksa.html refuses it too: the two must not differ in what they let through."""
    for seed, rng in rounds("stick/checksum"):
        with told(seed):
            path = repacked(tmp_path / "paket.zip", honest(rng).package.files())
            with zipfile.ZipFile(path) as archive:
                entry = rng.choice(
                    [one for one in archive.infolist() if not one.filename.endswith("/tagmanifest-sha256.txt")]
                )
            data, right = path.read_bytes(), entry.CRC.to_bytes(4, "little")
            path.write_bytes(data.replace(right, rng.randbytes(4)))
            assert verify_package(path).kind == "berkas"
