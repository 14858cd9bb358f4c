"""Which revocation lists are believed, and of whom they speak."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore

from app.signing.verification.revocation import Revocations
from app.signing.verification.verdicts import Trust
from tests.signing.documents import frozen_report
from tests.signing.pki import Pki, now
from tests.signing.verification.foreign import judge, sign

DAY = timedelta(days=1)


def revocation_list(
    pki: Pki,
    issuer: str,
    revoked: str,
    *,
    since: datetime,
    stolen: datetime | None = None,
    until: datetime | None = None,
) -> bytes:
    entry = (
        x509.RevokedCertificateBuilder().serial_number(pki.certificate(revoked).serial_number).revocation_date(since)
    )
    if stolen:
        entry = entry.add_extension(x509.InvalidityDate(stolen), critical=False)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(pki.certificate(issuer).subject)
        .last_update(now() - DAY)
        .next_update(until or now() + DAY)
        .add_revoked_certificate(entry.build())
        .sign(pki.key(issuer), SHA256())
    )
    return made.public_bytes(Encoding.DER)


def with_list(pdf: bytes, der: bytes) -> bytes:
    out = io.BytesIO(pdf)
    contents = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, crls=[asn1_crl.CertificateList.load(der)])
    return out.getvalue()


def test_a_revoked_issuer_revokes_whom_he_issued(pki: Pki) -> None:
    der = revocation_list(pki, "root", "interm", since=now() - 3 * DAY)
    assert judge(with_list(sign(pki, frozen_report()), der), roots=pki.roots).trust is Trust.INVALID


def test_a_stranger_with_the_root_s_name_revokes_nobody(pki: Pki) -> None:
    der = revocation_list(pki, "rogue-root", "interm", since=now() - 3 * DAY)
    assert judge(with_list(sign(pki, frozen_report()), der), roots=pki.roots).trust is Trust.CERTIFIED


def test_a_revoked_time_stamp_authority_proves_nothing(pki: Pki) -> None:
    signed = sign(pki, frozen_report(), level="B-T")
    assert judge(signed, roots=pki.roots).signatures[0].proven_at is not None
    der = revocation_list(pki, "root", "tsa", since=now() - 3 * DAY)
    report = judge(with_list(signed, der), roots=pki.roots).signatures[0]
    assert report.proven_at is None
    assert any("tidak berlaku lagi atau dicabut" in note for note in report.notes)


def test_a_stolen_key_is_worthless_from_the_day_of_the_theft(pki: Pki) -> None:
    person, issuer = pki.certificate("sekretaris"), pki.certificate("interm")
    der = revocation_list(pki, "interm", "sekretaris", since=now() - 2 * DAY, stolen=now() - 40 * DAY)
    since = Revocations(crls=[der]).revoked_at(person, issuer)
    assert since is not None and since < now() - 39 * DAY


def test_a_list_covers_whom_it_doesn_t_name_while_it_lasts(pki: Pki) -> None:
    person, issuer = pki.certificate("kabag"), pki.certificate("interm")
    lists = Revocations(
        crls=[revocation_list(pki, "interm", "sekretaris", since=now() - 2 * DAY, until=now() - DAY / 2)]
    )
    assert lists.revoked_at(person, issuer) is None
    assert lists.covers(person, issuer, at=now() - DAY, now=now())
    assert not lists.covers(person, issuer, at=now(), now=now())


def test_a_list_from_the_future_covers_nobody(pki: Pki) -> None:
    person, issuer = pki.certificate("kabag"), pki.certificate("interm")
    lists = Revocations(crls=[revocation_list(pki, "interm", "sekretaris", since=now() - 2 * DAY)])
    assert not lists.covers(person, issuer, at=now() - 5 * DAY, now=now() - 4 * DAY)


@pytest.mark.parametrize("junk", [b"", b"\x30\x03\x02\x01\x01", b"x" * 500])
def test_junk_is_no_answer(pki: Pki, junk: bytes) -> None:
    found = Revocations(ocsps=[junk], crls=[junk])
    person, issuer = pki.certificate("kabag"), pki.certificate("interm")
    assert found.revoked_at(person, issuer) is None
    assert not found.covers(person, issuer, at=now(), now=now())
