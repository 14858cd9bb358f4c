"""The bench of signatures makes what its rows say: the same level on both sides."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from bench import signing
from bench.signing_rig import Bench
from tests.signing.documents import frozen_report
from tests.signing.pki import Pki

EVERY_ROW = (
    *(f"{level}, kunci lokal" for level in signing.OURS),
    *(f"{level} dengan token" for level in signing.OURS),
    *(f"esign v{version}" for version in "12"),
    *(f"Verifikasi PDF {level}" for level in ("B-B", "B-T", "B-LT seperti", "B-LTA")),
    "Unggahan bertanda tangan",
    "proses sendiri",
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    pki = Pki(folder, apart=True)
    yield Bench(frozen_report(), pki, folder)
    pki.stop()


@pytest.mark.parametrize("level", signing.OURS)
def test_both_sides_of_a_row_reach_the_same_level(bench: Bench, level: str) -> None:
    for signed in (bench.sign(level), bench.plain(level)):
        assert level_of(signed) == level
        bench.plain_verify(signed)
    bench.verify(bench.sign(level))


def test_every_row_is_measured(bench: Bench) -> None:
    rows = list(signing.measured(bench, rounds=1))
    names = " | ".join(row.name for row in rows)
    for words in EVERY_ROW:
        assert words in names
    assert all(row.ours > 0 and row.floor > 0 for row in rows)


def level_of(signed: bytes) -> str:
    reader = PdfFileReader(io.BytesIO(signed))
    (signature,) = reader.embedded_regular_signatures
    if not [
        one for one in signature.signer_info["unsigned_attrs"] if one["type"].native == "signature_time_stamp_token"
    ]:
        return "B-B"
    if "/DSS" not in reader.root:
        return "B-T"
    return "B-LTA" if reader.embedded_timestamp_signatures else "B-LT"
