"""The highest level that the surroundings allow, and never a word more than what stands in the file."""

from __future__ import annotations

import pytest

from app.signing.backends.signer import Part
from app.signing.errors import KeyNotReady
from app.signing.pades import asking
from app.signing.pades.levels import NO_WISH
from app.signing.verification.verdicts import Trust
from tests.signing.documents import FIELD, frozen_report
from tests.signing.pades.made import BUSY, FROZEN, SECONDS, judged, made, patience, wish_of
from tests.signing.pki import Fault, Pki

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
EVERYWHERE = (Fault.HANGS, Fault.DRIPS, Fault.REFUSES, Fault.GARBAGE, Fault.ENDLESS, Fault.REDIRECTS)
"""What any service can do wrong; the rest is for time stamps alone."""


@pytest.mark.parametrize("level", LEVELS)
def test_the_verifier_finds_the_level_that_was_claimed(levels: dict[str, bytes], pki: Pki, level: str) -> None:
    answer = judged(levels[level], pki)
    assert answer.verdict.accepted, answer.reasons
    assert answer.trust is Trust.CERTIFIED
    assert answer.signatures[0].level == level


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_begins_with_the_frozen_bytes(levels: dict[str, bytes], level: str) -> None:
    assert levels[level].startswith(FROZEN)
    assert b"\r\nendstream" not in levels[level][len(FROZEN) :]


def test_everything_is_asked_once_and_nobody_without_a_wish(pki: Pki) -> None:
    assert made(pki, wish=wish_of(pki)).level == "B-LTA"
    assert pki.calls == ["crls", "ocsp", "tsa", "crls", "tsa"]
    assert made(pki, wish=NO_WISH).level == "B-B"
    assert pki.calls == []


@pytest.mark.parametrize("fault", list(Fault))
def test_a_faulty_time_stamp_authority_costs_the_level_and_not_the_signature(pki: Pki, fault: Fault) -> None:
    with pki.failing(tsa=fault):
        signed = made(pki, wish=wish_of(pki, seconds=patience(fault)))
    assert (signed.level, pki.calls.count("tsa")) == ("B-B", 1)
    assert signed.note.startswith("Tanpa cap waktu: layanan cap waktu ")
    answer = judged(signed.pdf, pki)
    assert (str(answer.verdict), answer.signatures[0].level) == ("utuh", "B-B")


@pytest.mark.parametrize("fault", EVERYWHERE)
def test_the_revocation_list_answers_where_the_responder_fails(pki: Pki, fault: Fault) -> None:
    with pki.failing(ocsp=fault):
        signed = made(pki, wish=wish_of(pki, seconds=patience(fault)))
    assert (signed.level, signed.note) == ("B-LTA", "")
    assert judged(signed.pdf, pki).signatures[0].level == "B-LTA"


@pytest.mark.parametrize("fault", EVERYWHERE)
def test_without_any_word_on_revocation_the_time_stamp_stays(pki: Pki, fault: Fault) -> None:
    with pki.failing(ocsp=fault, crls=fault):
        signed = made(pki, wish=wish_of(pki, seconds=patience(fault)))
    assert signed.level == "B-T"
    assert signed.note.startswith("Tanpa data validasi: untuk penanda tangan, daftar pencabutan ")
    assert judged(signed.pdf, pki).signatures[0].level == "B-T"
    assert pki.calls == ["crls", "tsa"], "The first that can't be proven ends the questions"


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_at_the_archive_time_stamp_leaves_long_term_data(pki: Pki, fault: Fault) -> None:
    with pki.failing(second_tsa=fault):
        signed = made(pki, wish=wish_of(pki, seconds=patience(fault)))
    assert (signed.level, pki.calls.count("tsa")) == ("B-LT", 2)
    assert signed.note.startswith("Tanpa cap waktu arsip: ")
    assert judged(signed.pdf, pki).signatures[0].level == "B-LT"


def test_a_hanging_service_is_waited_for_no_longer_than_was_said(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in the time-outs that are handed out, not on the clock of a busy machine."""
    given: list[float] = []

    class Counting(asking.Deadline):
        def __init__(self, seconds: float) -> None:
            given.append(seconds)
            super().__init__(seconds)

    for module in ("evidence", "timestamps", "asking"):
        monkeypatch.setattr(f"app.signing.pades.{module}.Deadline", Counting)
    with pki.failing(tsa=Fault.HANGS, ocsp=Fault.HANGS, crls=Fault.HANGS):
        assert made(pki, wish=wish_of(pki, seconds=SECONDS)).level == "B-B"
    assert given == [SECONDS, SECONDS], "One question on revocation, one for a time stamp"


def test_a_responder_and_its_list_share_one_limit(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    whole = asking.Deadline.part

    def part(self: asking.Deadline, share: float) -> asking.Deadline:
        shares.append(share)
        return whole(self, share)

    monkeypatch.setattr(asking.Deadline, "part", part)
    with pki.failing(ocsp=Fault.HANGS):
        assert made(pki, wish=wish_of(pki, seconds=BUSY)).level == "B-LTA"
    assert shares == [0.5]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "ftp://127.0.0.1/tsa", "http:///tsa", "file:///etc/passwd", "http://tidak.ada.invalid/"],
)
def test_an_address_that_leads_nowhere_costs_the_level_alone(pki: Pki, url: str) -> None:
    signed = made(pki, wish=wish_of(pki, tsa_url=url))
    assert signed.level == "B-B" and "layanan cap waktu" in signed.note


def test_an_authority_with_an_expired_certificate_proves_nothing(pki: Pki) -> None:
    signed = made(pki, wish=wish_of(pki, tsa_url=pki.expired_tsa_url))
    assert signed.level == "B-B" and "sertifikat yang tidak berlaku" in signed.note


def test_an_authority_that_nobody_trusts_reaches_no_long_term_level(pki: Pki) -> None:
    signed = made(pki, wish=wish_of(pki, tsa_url=pki.stranger_tsa_url))
    assert signed.level == "B-T"
    assert signed.note == (
        "Tanpa data validasi: untuk layanan cap waktu, "
        "rantai sertifikatnya tidak berakhir di sertifikat induk yang dipercaya."
    )


def test_a_revoked_certificate_makes_no_signature(pki: Pki) -> None:
    with pytest.raises(KeyNotReady, match="sudah dicabut"):
        made(pki, name="revoked", wish=wish_of(pki))
    assert "tsa" not in pki.calls
    with pki.failing(ocsp=Fault.REFUSES), pytest.raises(KeyNotReady, match="sudah dicabut"):
        made(pki, name="revoked", wish=wish_of(pki))


def test_addresses_in_a_certificate_of_an_unknown_authority_are_not_followed(pki: Pki) -> None:
    signed = made(pki, wish=wish_of(pki, trusted=False))
    assert pki.calls == ["tsa"]
    assert signed.level == "B-T" and "tidak berakhir di sertifikat induk yang dipercaya" in signed.note


def test_a_seal_and_an_approval_stay_below_the_archive_time_stamp(pki: Pki) -> None:
    sealed = made(pki, name="seal", field="segel", part=Part.SEALS, wish=wish_of(pki))
    assert (sealed.level, sealed.note) == ("B-LT", "")
    approved = made(pki, pdf=sealed.pdf, name="kabag", part=Part.APPROVES, wish=wish_of(pki))
    assert (approved.level, approved.note) == ("B-LT", "")
    answer = judged(approved.pdf, pki)
    assert [one.level for one in answer.signatures] == ["B-LT", "B-LT"]
    assert answer.verdict.accepted and approved.pdf.startswith(sealed.pdf)


def test_a_certificate_of_another_authority_with_our_names_is_not_asked_about(pki: Pki) -> None:
    signed = made(pki, name="rogue", pdf=frozen_report(fields=(FIELD,)), wish=wish_of(pki))
    assert signed.level == "B-T" and pki.calls == ["tsa"]
