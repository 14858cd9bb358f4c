"""The esign client service, version 1: a multipart form, the PDF as the answer, the origin in the lower left corner."""

from __future__ import annotations

import re
import secrets as random
from urllib.parse import quote

from app.signing.backends.esign_http import Reply, Service, ask
from app.signing.backends.esign_order import Delivery, Order
from app.signing.backends.signer import LOCATION, REASON, Secrets

DOCUMENT_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")


class Version1:
    """`/api`; it knows people by their NIK alone and tells the signed file's id in a header."""

    knows_documents = True

    def ask_status(self, service: Service, *, secrets: Secrets, email: str, seconds: float | None = None) -> Reply:
        return ask(service, "GET", f"/api/user/status/{quote(secrets.nik, safe='')}", seconds=seconds)

    def ask_signature(self, service: Service, order: Order) -> Reply:
        boundary = random.token_hex(16)
        body = _form(order, boundary)
        return ask(service, "POST", "/api/sign/pdf", body=body, kind=f"multipart/form-data; boundary={boundary}")

    def delivery(self, reply: Reply) -> Delivery | None:
        return Delivery(reply.body, self.document_id(reply.headers))

    def document_id(self, headers: dict[str, str]) -> str:
        """The id is put into an address later, so only what can be one is taken."""
        told = headers.get("id_dokumen", "")
        return told if DOCUMENT_ID.fullmatch(told) else ""

    def ask_document(self, service: Service, document_id: str) -> Reply:
        return ask(service, "GET", f"/api/sign/download/{quote(document_id, safe='')}")


def _form(order: Order, boundary: str) -> bytes:
    values = {"nik": order.secrets.nik, "passphrase": order.secrets.passphrase}
    values |= {"location": LOCATION, "reason": REASON}
    files = {"file": ("dokumen.pdf", "application/pdf", order.pdf)}
    if order.place is None:
        values["tampilan"] = "invisible"
    else:
        place = order.place
        values |= {
            "tampilan": "visible",
            "image": "true",
            "page": str(place.page),
            "xAxis": f"{place.left:.2f}",
            "yAxis": f"{place.bottom:.2f}",
            "width": f"{place.width:.2f}",
            "height": f"{place.height:.2f}",
        }
        files["imageTTD"] = ("blok.png", "image/png", order.picture)
    parts = [_part(boundary, f'name="{name}"', value.encode()) for name, value in values.items()]
    for name, (file, kind, data) in files.items():
        parts.append(_part(boundary, f'name="{name}"; filename="{file}"', data, kind=kind))
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


def _part(boundary: str, disposition: str, data: bytes, *, kind: str = "") -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
    head += f"Content-Type: {kind}\r\n\r\n" if kind else "\r\n"
    return head.encode() + data + b"\r\n"
