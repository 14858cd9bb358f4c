"""BSrE's esign client service as DOMAIN.md describes it: both versions, really signing, with every fault it has.

It signs as the real one does: an approval in a field of its own, a time stamp, and the validation data in a
later revision (B-LT).
"""

from __future__ import annotations

import base64
import io
import json
import threading
from email.parser import BytesParser
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pikepdf
from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import NoOpStampStyle, StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from tests.signing.backends.forging import overlay
from tests.signing.pki import PASSPHRASE, Pki

USER, PASSWORD = "papan-kendali", "sandi-aplikasi"
NIK, EMAIL = "6311000000000001", "noor.aisyah@contoh.go.id"
TOTP = "135790"


class Fault(StrEnum):
    """What the service does instead of answering with our document, signed."""

    BAD_REQUEST = "400 to any PDF"
    DISTURBED = "500"
    GATEWAY = "504 after it has signed"
    GARBAGE = "200 and no PDF"
    RESAVED = "signs a file that it wrote anew"
    OVERLAID = "puts something on a page, then signs"
    COVERED = "draws its block over the words"
    OTHER_SIGNER = "signs with somebody else's key"
    REVOKED = "signs with a revoked certificate"
    HANGS = "never answers, nothing signed"
    HANGS_SIGNED = "signs, then never answers"
    HANGS_IN_BODY = "signs, tells the id, then stops in the file"
    CUT = "signs, tells the id, closes in the middle of the file"
    REDIRECTS = "sends us elsewhere"
    ENDLESS = "an answer that does not end"


class EsignService:
    """Running on 127.0.0.1 until `close()`. `signed` counts signatures made, whoever got them."""

    def __init__(self, pki: Pki, *, context: Any = None) -> None:
        self.pki = pki
        self.fault: Fault | None = None
        self.status = "ISSUE"
        self.signed = 0
        self.asked: list[str] = []
        self.last_order: dict[str, Any] = {}
        self.kept: dict[str, bytes] = {}
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def sign(self, pdf: bytes, order: dict[str, Any]) -> bytes:
        """`order`: page, box (from the lower left corner) and image, or nothing of them."""
        self.signed += 1
        self.last_order = order
        if self.fault is Fault.RESAVED:
            pdf = resaved(pdf)
        if self.fault is Fault.OVERLAID:
            pdf = overlay(pdf)
        if self.fault is Fault.COVERED:
            order |= {"box": (60, 690, 400, 720)}
        return sign_like_bsre(pdf, pki=self.pki, name=self._whose(), **order)

    def _whose(self) -> str:
        return {Fault.OTHER_SIGNER: "kabag", Fault.REVOKED: "revoked"}.get(self.fault, "sekretaris")  # type: ignore[arg-type]


def sign_like_bsre(
    pdf: bytes, *, pki: Pki, name: str = "sekretaris", page: int = 1, box: Any = None, image: bytes = b"",
    field: str = "",
) -> bytes:  # fmt: skip
    """B-LT in a field of its own (or `field`), without DocMDP; B-B where the certificate is worth nothing."""
    holder = signers.SimpleSigner.load_pkcs12_data(pki.p12(name), other_certs=[], passphrase=PASSPHRASE.encode())
    options: dict[str, Any] = {}
    if name not in ("revoked", "rogue", "expired"):
        context = ValidationContext(
            trust_roots=[_asn1(pki.root)], other_certs=[_asn1(one) for one in pki.chain(name)], allow_fetching=True,
            revocation_mode="require",
        )  # fmt: skip
        options = {"embed_validation_info": True, "validation_context": context}
    metadata = signers.PdfSignatureMetadata(
        field_name=field or f"esign-{len(pdf)}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES,
        reason="Pengesahan dokumen", location="Paringin", **options,
    )  # fmt: skip
    spec = None if field else SigFieldSpec(metadata.field_name, on_page=page - 1, box=box)
    style = _style(image) if image else NoOpStampStyle()
    stamper = timestamps.HTTPTimeStamper(pki.tsa_url) if options else None
    whole = signers.PdfSigner(metadata, signer=holder, timestamper=stamper, new_field_spec=spec, stamp_style=style)
    signed: bytes = whole.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
    return signed


def _asn1(certificate: Any) -> Any:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _style(image: bytes) -> StaticStampStyle:
    with Image.open(io.BytesIO(image)) as drawn:
        assert drawn.format == "PNG"
        return StaticStampStyle(background=PdfImage(drawn.convert("RGB")), background_opacity=1, border_width=0)


def resaved(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _handler(service: EsignService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def _serve(self) -> None:
            service.asked.append(f"{self.command} {self.path}")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if self.headers.get("Authorization") != f"Basic {expected}":
                return self._tell(401, {"status": 401, "error": "Unauthorized"})
            if self.path == "/api/v2/user/check/status":
                return self._status(json.loads(body))
            if self.path == f"/api/user/status/{NIK}":
                return self._status({"nik": NIK})
            if self.path.startswith("/api/user/status/"):
                return self._status({})
            if self.path == "/api/v2/sign/pdf":
                return self._sign_v2(json.loads(body))
            if self.path == "/api/sign/pdf":
                return self._sign_v1(_form(self.headers.get("Content-Type", ""), body))
            if self.path.startswith("/api/sign/download/"):
                return self._download(self.path.rsplit("/", 1)[1])
            return self._tell(404, {"error": "Not Found"})

        def _status(self, who: dict[str, Any]) -> None:
            known = who in ({"nik": NIK}, {"email": EMAIL})
            status = service.status if known else "NOT_REGISTERED"
            return self._tell(200, {"status": status, "status_code": 1111, "message": "pemeriksaan"})

        def _sign_v2(self, told: dict[str, Any]) -> None:
            (properties,), (file,) = told["signatureProperties"], told["file"]
            known = {key: told[key] for key in ("nik", "email") if key in told} in ({"nik": NIK}, {"email": EMAIL})
            if not known or (told.get("passphrase") != PASSPHRASE and told.get("totp") != TOTP):
                return self._wrong_passphrase()
            order: dict[str, Any] = {}
            if properties["tampilan"] == "VISIBLE":
                top = 842 - properties["originY"]
                left, bottom = properties["originX"], top - properties["height"]
                box = (left, bottom, left + properties["width"], top)
                image = base64.b64decode(properties["imageBase64"], validate=True)
                order = {"page": properties["page"], "box": box, "image": image}
            return self._answer(base64.b64decode(file, validate=True), order, version=2)

        def _sign_v1(self, told: dict[str, bytes]) -> None:
            if told["nik"].decode() != NIK or told["passphrase"].decode() != PASSPHRASE:
                return self._wrong_passphrase()
            order: dict[str, Any] = {}
            if told["tampilan"] == b"visible" and told["image"] == b"true":
                left, bottom = float(told["xAxis"]), float(told["yAxis"])
                box = (left, bottom, left + float(told["width"]), bottom + float(told["height"]))
                order = {"page": int(told["page"]), "box": box, "image": told["imageTTD"]}
            return self._answer(told["file"], order, version=1)

        def _wrong_passphrase(self) -> None:
            self._tell(400, {"status": 400, "error": "Passphrase anda salah", "status_code": 2031})

        def _answer(self, pdf: bytes, order: dict[str, Any], *, version: int) -> None:
            fault = service.fault
            if fault is Fault.HANGS:
                return self._hang()
            if fault in (Fault.BAD_REQUEST, Fault.DISTURBED):
                status = 400 if fault is Fault.BAD_REQUEST else 500
                return self._tell(status, {"status": status, "error": "Terjadi kesalahan"})
            if fault is Fault.REDIRECTS:
                self.send_response(307)
                self.send_header("Location", "http://127.0.0.1:9/api/v2/sign/pdf")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            if fault is Fault.GARBAGE:
                return self._send(200, "application/pdf", b"<html>selamat datang</html>", {})
            if fault is Fault.ENDLESS:
                return self._send_forever()
            signed = service.sign(pdf, order)
            identity = f"dok-{service.signed}"
            service.kept[identity] = signed
            if fault is Fault.HANGS_SIGNED:
                return self._hang()
            if fault is Fault.GATEWAY:
                return self._tell(504, {"error": "Gateway Time-out"})
            if version == 2:
                body, kind, named = json.dumps({"file": [base64.b64encode(signed).decode()]}).encode(), "json", {}
            else:
                body, kind, named = signed, "pdf", {"id_dokumen": identity}
            return self._send(200, f"application/{kind}", body, named)

        def _download(self, identity: str) -> None:
            if service.fault is Fault.HANGS:
                return self._hang()
            signed = service.kept.pop(identity, None)
            if signed is None:
                return self._tell(404, {"status": 404, "error": "Dokumen tidak ditemukan"})
            return self._send(200, "application/pdf", signed, {"id_dokumen": identity})

        def _hang(self) -> None:
            service.released.wait(30)
            self.close_connection = True

        def _send_forever(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not service.released.is_set():
                    self.wfile.write(bytes(1 << 20))
            except OSError:
                pass
            self.close_connection = True

        def _tell(self, status: int, told: dict[str, Any]) -> None:
            self._send(status, "application/json", json.dumps(told).encode(), {})

        def _send(self, status: int, kind: str, body: bytes, named: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | named).items():
                self.send_header(name, value)
            self.end_headers()
            if service.fault in (Fault.HANGS_IN_BODY, Fault.CUT) and "sign/pdf" in self.path:
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if service.fault is Fault.HANGS_IN_BODY:
                    service.released.wait(30)
                self.close_connection = True
                return
            self.wfile.write(body)

    return Handler


def _form(kind: str, body: bytes) -> dict[str, bytes]:
    """A multipart form by the standard library's own parser of mail, which is stricter than ours writes."""
    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts = message.get_payload()
    assert isinstance(parts, list) and not message.defects
    return {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}  # type: ignore[union-attr, misc]
