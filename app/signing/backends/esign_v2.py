"""The esign client service, version 2: JSON in and out, the origin of a page in its upper left corner."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from app.signing.backends.esign_http import Reply, Service, ask
from app.signing.backends.esign_order import Delivery, Order
from app.signing.backends.signer import LOCATION, REASON, Secrets

JSON = "application/json"


class Version2:
    """`/api/v2`; it names no documents, so a signature without an answer can't be asked for again."""

    knows_documents = False

    def ask_status(self, service: Service, *, secrets: Secrets, email: str, seconds: float | None = None) -> Reply:
        body = json.dumps(_who(secrets, email)).encode()
        return ask(service, "POST", "/api/v2/user/check/status", body=body, kind=JSON, seconds=seconds)

    def ask_signature(self, service: Service, order: Order) -> Reply:
        code = {"totp": order.secrets.totp} if order.secrets.totp else {"passphrase": order.secrets.passphrase}
        asked = _who(order.secrets, order.email) | code
        asked |= {"signatureProperties": [_properties(order)], "file": [base64.b64encode(order.pdf).decode()]}
        return ask(service, "POST", "/api/v2/sign/pdf", body=json.dumps(asked).encode(), kind=JSON)

    def delivery(self, reply: Reply) -> Delivery | None:
        files = reply.json().get("file")
        if not isinstance(files, list) or len(files) != 1 or not isinstance(files[0], str):
            return None
        try:
            return Delivery(base64.b64decode(files[0], validate=True))
        except (binascii.Error, ValueError):
            return None

    def document_id(self, _headers: dict[str, str]) -> str:
        return ""

    def ask_document(self, _service: Service, _document_id: str) -> Reply:
        return Reply(404, {}, b"")


def _who(secrets: Secrets, email: str) -> dict[str, Any]:
    return {"nik": secrets.nik} if secrets.nik else {"email": email}


def _properties(order: Order) -> dict[str, Any]:
    why = {"location": LOCATION, "reason": REASON}
    if order.place is None:
        return {"tampilan": "INVISIBLE"} | why
    place = order.place
    return {
        "tampilan": "VISIBLE",
        "imageBase64": base64.b64encode(order.picture).decode(),
        "page": place.page,
        "originX": round(place.left, 2),
        "originY": round(place.top_down, 2),
        "width": round(place.width, 2),
        "height": round(place.height, 2),
    } | why
