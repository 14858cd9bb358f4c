"""What both versions of the esign service are told for one signature, and the way each of them is spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.signing.backends.esign_http import Reply, Service
from app.signing.backends.signer import Secrets

if TYPE_CHECKING:
    from app.signing.backends.placement import Place


@dataclass(frozen=True, repr=False)
class Order:
    """One signature as a service takes it. Its repr shows nothing: a passphrase and perhaps a NIK are in it."""

    pdf: bytes
    secrets: Secrets
    email: str
    place: Place | None
    picture: bytes


@dataclass(frozen=True)
class Delivery:
    """A signed file, and the service's own name of it where it told one."""

    pdf: bytes
    document_id: str = ""


class Dialect(Protocol):
    """A version of the interface: the same three questions in other words."""

    knows_documents: bool
    """Whether a signed file can be asked for by the service's id of it."""

    def ask_status(self, service: Service, *, secrets: Secrets, email: str, seconds: float | None = None) -> Reply: ...

    def ask_signature(self, service: Service, order: Order) -> Reply: ...

    def delivery(self, reply: Reply) -> Delivery | None:
        """The signed file in a good answer; None when there is none in it."""
        ...

    def document_id(self, headers: dict[str, str]) -> str: ...

    def ask_document(self, service: Service, document_id: str) -> Reply: ...
