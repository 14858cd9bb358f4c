"""One small document at every level, signed once."""

from __future__ import annotations

import pytest

from app.signing.pades.levels import NO_WISH
from tests.reports.conftest import final, yearly  # noqa: F401
from tests.signing.pades.made import made, wish_of
from tests.signing.pki import Fault, Pki


@pytest.fixture(scope="session")
def levels(pki: Pki) -> dict[str, bytes]:
    """The same frozen file at B-B, B-T, B-LT and B-LTA, each as the surroundings allowed no more."""
    found = {"B-B": made(pki, wish=NO_WISH)}
    with pki.failing(ocsp=Fault.REFUSES, crls=Fault.REFUSES):
        found["B-T"] = made(pki, wish=wish_of(pki))
    with pki.failing(second_tsa=Fault.REFUSES):
        found["B-LT"] = made(pki, wish=wish_of(pki))
    found["B-LTA"] = made(pki, wish=wish_of(pki))
    for level, signed in found.items():
        assert signed.level == level, signed.note
    return {level: signed.pdf for level, signed in found.items()}
