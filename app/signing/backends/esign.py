"""BSrE's esign client service on the office's network: the key stays there, a whole PDF goes and comes back."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from app.signing.backends import esign_words as words
from app.signing.backends.esign_http import NoAnswer, NotReached, Reply, Service
from app.signing.backends.esign_order import Delivery, Dialect, Order
from app.signing.backends.esign_v1 import Version1
from app.signing.backends.esign_v2 import Version2
from app.signing.backends.labels import label_of
from app.signing.backends.signer import Secrets, SignedPdf, SignRequest
from app.signing.errors import ServiceRefused, ServiceUnanswered, WrongPassphrase
from app.signing.verification.verdicts import Trust
from app.web.refusals import Invalid, Refusal

if TYPE_CHECKING:
    from app.signing.verification.trust import Root

DIALECTS: dict[str, Dialect] = {"1": Version1(), "2": Version2()}
WRONG_PASSPHRASE_CODE = 2031
"""What the service's own list of errors calls a wrong passphrase; some versions only say it in words."""

NIK = re.compile(r"\d{16}")


class EsignSigner:
    """Signs by the service and takes what comes back only when it is our document, signed by this person."""

    def __init__(
        self,
        service: Service,
        *,
        secrets: Secrets,
        email: str = "",
        roots: Sequence[Root] = (),
        ask_first: str = "",
    ) -> None:
        """`ask_first` is the id of a file that an earlier, broken-off attempt may have left with the service."""
        self._service = service
        self._dialect = DIALECTS[service.version]
        self._secrets = secrets
        self._email = email
        self._roots = tuple(roots)
        self._ask_first = ask_first
        self._begun = time.monotonic()
        certified = any(root.trust is Trust.CERTIFIED for root in roots)
        self.label = label_of("esign", certified=certified)
        self.trust = Trust.CERTIFIED if certified else Trust.UNKNOWN

    def sign(self, request: SignRequest) -> SignedPdf:
        """Ask for the earlier file where there may be one, else sign anew.

        Raises WrongPassphrase, Invalid, ServiceRefused or UnsignablePdf when nothing was signed, and
        ServiceUnanswered when that isn't known.
        """
        self._begun = time.monotonic()
        earlier = self._fetch(request) if self._ask_first and self._dialect.knows_documents else None
        if earlier is not None:
            return earlier
        check_typed(self._service.version, secrets=self._secrets, email=self._email)
        check_status(self._service, secrets=self._secrets, email=self._email)
        return self._accept(request, self._signed(request))

    def _fetch(self, request: SignRequest) -> SignedPdf | None:
        """The earlier file; None when the service doesn't have it (any more), so that signing anew is right."""
        try:
            reply = self._dialect.ask_document(self._service, self._ask_first)
        except (NotReached, NoAnswer):
            raise ServiceUnanswered(words.STILL_UNANSWERED, document_id=self._ask_first) from None
        if reply.status in words.GATEWAYS:
            raise ServiceUnanswered(words.STILL_UNANSWERED, document_id=self._ask_first)
        if reply.status != words.OK:
            return None
        try:
            return self._accept(request, Delivery(reply.body, self._ask_first))
        except ServiceRefused:
            return None

    def _signed(self, request: SignRequest) -> Delivery:
        order = self._order(request)
        try:
            reply = self._dialect.ask_signature(self._service, order)
        except NotReached:
            raise ServiceRefused(words.NOT_REACHED) from None
        except NoAnswer as silence:
            raise _unanswered(self._dialect.document_id(silence.headers)) from None
        if reply.status in words.GATEWAYS:
            raise _unanswered(self._dialect.document_id(reply.headers))
        if reply.status != words.OK:
            raise refusal_of(reply)
        delivery = self._dialect.delivery(reply)
        if delivery is None or not delivery.pdf.startswith(b"%PDF-"):
            # Version 2 tells some failures in a good answer.
            raise refusal_of(reply) if says_wrong_passphrase(reply) else ServiceRefused(words.NO_PDF)
        return delivery

    def _order(self, request: SignRequest) -> Order:
        from app.signing.backends.placement import picture, place_of

        place = place_of(request.pdf, field=request.field) if request.stamp else None
        drawn = picture(request.stamp) if request.stamp else b""
        return Order(request.pdf, self._secrets, self._email, place, drawn)

    def _accept(self, request: SignRequest, delivery: Delivery) -> SignedPdf:
        from app.signing.backends.returned import Holder, Unaccepted, check_returned
        from app.signing.verification.trust import EmptyRegister

        look = request.appearance
        try:
            found = check_returned(
                request.pdf,
                delivery.pdf,
                holder=Holder(look.name, look.nip),
                register=EmptyRegister(),
                roots=self._roots,
                now=request.at + timedelta(seconds=time.monotonic() - self._begun),
            )
        except Unaccepted as problem:
            raise ServiceRefused(words.NOT_ACCEPTED.format(reason=problem)) from None
        if found.report.trust is Trust.INVALID:
            raise ServiceRefused(words.NOT_ACCEPTED.format(reason=words.INVALID))
        if self.trust is Trust.CERTIFIED and found.report.trust is not Trust.CERTIFIED:
            raise ServiceRefused(words.NOT_CERTIFIED)
        return SignedPdf(delivery.pdf, level=found.report.level, document_id=delivery.document_id)


def check_typed(version: str, *, secrets: Secrets, email: str) -> None:
    """Refuse what the service can't know a person by, before it is asked. Never repeats what was typed."""
    if secrets.nik and not NIK.fullmatch(secrets.nik):
        raise Invalid(words.BAD_NIK, field="nik")
    if not secrets.nik and (version == "1" or not email):
        raise Invalid(words.NIK_WANTED, field="nik")
    if not secrets.passphrase and not (secrets.totp and version == "2"):
        raise Invalid(words.PASSPHRASE_WANTED, field="passphrase")


def check_status(service: Service, *, secrets: Secrets, email: str, seconds: float | None = None) -> None:
    """Only ISSUE may sign. Raises ServiceRefused with what each other status asks for."""
    try:
        reply = DIALECTS[service.version].ask_status(service, secrets=secrets, email=email, seconds=seconds)
    except NotReached:
        raise ServiceRefused(words.NOT_REACHED) from None
    except NoAnswer:
        raise ServiceRefused(words.STATUS_UNANSWERED) from None
    status = str(reply.json().get("status", "")).upper()
    if status == "ISSUE" and reply.status == words.OK:
        return
    if status in words.STATUSES:
        raise ServiceRefused(words.STATUSES[status])
    if reply.status != words.OK:
        raise refusal_of(reply)
    raise ServiceRefused(words.STATUS_UNKNOWN)


def refusal_of(reply: Reply) -> Refusal:
    """The service's refusal in our words. Its own sentence is not passed on: it may hold what was typed."""
    if says_wrong_passphrase(reply):
        return WrongPassphrase(words.WRONG_PASSPHRASE)
    if reply.status in words.REFUSALS:
        return ServiceRefused(words.REFUSALS[reply.status])
    if reply.status in range(300, 400):
        return ServiceRefused(words.ELSEWHERE)
    if reply.status >= 500:
        return ServiceRefused(words.DISTURBED.format(status=reply.status))
    return ServiceRefused(words.OTHER.format(status=reply.status))


def says_wrong_passphrase(reply: Reply) -> bool:
    told = reply.json()
    said = " ".join(str(told.get(key, "")) for key in ("error", "message")).casefold()
    wrong = any(word in said for word in ("salah", "invalid", "wrong", "incorrect"))
    return told.get("status_code") == WRONG_PASSPHRASE_CODE or ("passphrase" in said and wrong)


def _unanswered(document_id: str) -> ServiceUnanswered:
    sentence = words.UNANSWERED_WITH_ID if document_id else words.UNANSWERED
    return ServiceUnanswered(sentence, document_id=document_id)
