"""A whole certificate authority on 127.0.0.1: root, intermediate, people, OCSP, CRL and time stamps, and their faults.

Certomancer does the work. Nothing here is a secret: the keys are made anew in every test run.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from asn1crypto import core, tsp
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from app.signing.certificates import facts_of
from app.signing.verification.trust import Root
from app.signing.verification.verdicts import Trust

ARCH = "peragaan"
ORGANIZATION = "CONTOH – Sekretariat DPRD"
PASSPHRASE = "kunci-peragaan"
FROM, UNTIL, PAST = "2025-01-01T00:00:00+0000", "2045-01-01T00:00:00+0000", "2026-01-01T00:00:00+0000"
LONGEST_HANG = 60.0

PEOPLE = {
    "sekretaris": ("Dra. Hj. Noor Aisyah, M.AP", "197001011995012000"),
    "kabag": ("Rahmadi, S.H.", "197505152000031002"),
    "revoked": ("Dra. Hj. Noor Aisyah, M.AP", "197001011995012000"),
    "expired": ("Dra. Hj. Noor Aisyah, M.AP", "197001011995012000"),
    "seal": ("Segel Elektronik Sekretariat DPRD", ""),
    "pejabat": ("H. Contoh Sekretaris, S.Sos., M.AP.", "197001011995031000"),
}
"""The certificates that `pki.p12(name)` gives, with their common names and NIP."""

KEYS = ("root", "interm", "ocsp", "tsa", "sekretaris", "kabag", "seal", "rogue")


class Fault(StrEnum):
    """What can go wrong with a service that is asked."""

    HANGS = "hangs"
    DRIPS = "drips"
    REFUSES = "refuses"
    GARBAGE = "garbage"
    ENDLESS = "endless"
    REDIRECTS = "redirects"
    DECLINES = "declines"
    WRONG_NONCE = "wrong nonce"
    WRONG_IMPRINT = "wrong imprint"
    BAD_SIGNATURE = "bad signature"


class Pki:
    """The running authority. `calls` lists what was asked, in order: "tsa", "ocsp", "crls"."""

    def __init__(self, folder: Path, *, apart: bool = False) -> None:
        """`apart` serves from a process of its own, whose cost is not ours; it then has neither faults nor calls."""
        self.calls: list[str] = []
        self._folder = folder
        self._faults: dict[str, Fault] = {}
        self._asked: dict[str, int] = {}
        self._released = threading.Event()
        _write_keys(folder)
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Silent)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        config = CertomancerConfig(_config(self.address), key_search_dir=str(folder))
        self._arch: PKIArchitecture = config.pki_archs[ArchLabel(ARCH)]
        self._rogue: PKIArchitecture = config.pki_archs[ArchLabel("tiruan")]
        self._animator = Animator(AnimatorArchStore(config.pki_archs), at_time=None, with_web_ui=False)
        self._process = get_context("fork").Process(target=self._server.serve_forever, daemon=True) if apart else None
        if self._process is not None:
            self._process.start()
        else:
            threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def tsa_url(self) -> str:
        return f"{self.address}/{ARCH}/tsa/tsa"

    @property
    def expired_tsa_url(self) -> str:
        """Answers with a certificate that ended long ago."""
        return f"{self.address}/{ARCH}/tsa/tsa-expired"

    @property
    def stranger_tsa_url(self) -> str:
        """A time stamp authority of a root that nobody trusts."""
        return f"{self.address}/tiruan/tsa/tsa"

    @property
    def root(self) -> x509.Certificate:
        return self.certificate("root")

    @property
    def roots(self) -> list[Root]:
        facts = facts_of(self.root)
        return [Root(facts.der, facts.fingerprint, Trust.CERTIFIED)]

    def certificate(self, name: str) -> x509.Certificate:
        """root, interm, ocsp, tsa, rogue-root, rogue or one of PEOPLE."""
        arch = self._rogue if name.startswith("rogue") else self._arch
        return x509.load_der_x509_certificate(arch.get_cert(CertLabel(name)).dump())

    def key(self, name: str) -> rsa.RSAPrivateKey:
        arch = self._rogue if name.startswith("rogue") else self._arch
        label = arch.get_cert_spec(CertLabel(name)).subject_key
        key = load_pem_private_key((self._folder / f"{label}.pem").read_bytes(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key

    def chain(self, name: str) -> list[x509.Certificate]:
        return [self.certificate("rogue-root")] if name.startswith("rogue") else [self.certificate("interm")]

    def p12(self, name: str = "sekretaris", *, passphrase: str = PASSPHRASE) -> bytes:
        """The person's key, certificate and chain; "rogue" is an impostor's of another root, with the same names."""
        encryption = BestAvailableEncryption(passphrase.encode())
        certificate, chain = self.certificate(name), self.chain(name)
        return pkcs12.serialize_key_and_certificates(b"contoh", self.key(name), certificate, chain, encryption)

    @contextmanager
    def failing(self, **faults: Fault) -> Iterator[None]:
        """`with pki.failing(tsa=Fault.HANGS, ocsp=Fault.GARBAGE, crls=Fault.REFUSES):`"""
        self._released.clear()
        self._asked = {}
        self._faults = dict(faults)
        try:
            yield
        finally:
            self._faults = {}
            self._released.set()

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The services' clock stands at `moment`; outside of this it is the machine's."""
        self._animator.fixed_time = moment
        try:
            yield
        finally:
            self._animator.fixed_time = None

    def stop(self) -> None:
        self._released.set()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        else:
            self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        service = request.path.split("/")[2] if request.path.count("/") > 2 else request.path
        self.calls.append(service)
        fault = self._fault_of(service)
        response = self._genuine(request) if fault is None else self._faulty(request, fault)
        return response(environ, start)

    def _fault_of(self, service: str) -> Fault | None:
        """`second_tsa` fails from the second time stamp on: the one that archives."""
        self._asked[service] = self._asked.get(service, 0) + 1
        if service == "tsa" and self._asked[service] > 1 and "second_tsa" in self._faults:
            return self._faults["second_tsa"]
        return self._faults.get(service)

    def _genuine(self, request: Request) -> Response:
        endpoint, values = self._animator.url_map.bind_to_environ(request.environ).match()
        made: Response = self._animator._handlers[endpoint](request, **values)
        return made

    def _faulty(self, request: Request, fault: Fault) -> Response:
        kind = "application/timestamp-reply" if "/tsa/" in request.path else "application/ocsp-response"
        if fault is Fault.HANGS:
            self._released.wait(LONGEST_HANG)
            return Response(status=504)
        if fault is Fault.DRIPS:
            return Response(self._drops(), mimetype=kind, headers={"Content-Length": "4000"})
        if fault is Fault.REFUSES:
            return Response("penuh", status=503)
        if fault is Fault.REDIRECTS:
            return Response(status=302, headers={"Location": self.tsa_url})
        if fault is Fault.GARBAGE:
            return Response(os.urandom(900), mimetype=kind)
        if fault is Fault.ENDLESS:
            return Response((b"\x30" * 65536 for _ in range(2000)), mimetype=kind)
        return Response(_spoil(request, self._genuine, fault), mimetype=kind)

    def _drops(self) -> Iterator[bytes]:
        end = time.monotonic() + LONGEST_HANG
        while time.monotonic() < end and not self._released.wait(0.05):
            yield b"\x30"


class _Silent(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        pass


def _spoil(request: Request, genuine: Callable[[Request], Response], fault: Fault) -> bytes:
    """A time stamp answer that is well formed and wrong in one way."""
    if fault is Fault.DECLINES:
        status = tsp.PKIStatusInfo({"status": "rejection", "status_string": ["tidak berlangganan"]})
        # Without a token, which asn1crypto's own class would ask for.
        answer: bytes = core.SequenceOf([status], spec=tsp.PKIStatusInfo).dump()
        return answer
    query = tsp.TimeStampReq.load(request.get_data())
    if fault is Fault.WRONG_NONCE:
        query["nonce"] = query["nonce"].native ^ 1
    if fault is Fault.WRONG_IMPRINT:
        query["message_imprint"]["hashed_message"] = bytes(32)
    body = query.dump(force=True)
    forged = Request.from_values(request.path, method="POST", data=body, content_type="application/timestamp-query")
    answer = tsp.TimeStampResp.load(genuine(forged).get_data())
    if fault is Fault.BAD_SIGNATURE:
        info = answer["time_stamp_token"]["content"]["signer_infos"][0]
        signature = bytearray(info["signature"].native)
        signature[40] ^= 1
        info["signature"] = bytes(signature)
    return answer.dump(force=True)


def _write_keys(folder: Path) -> None:
    for name in KEYS:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(pem)


def _config(address: str) -> dict[str, Any]:
    keys = {name: {"path": f"{name}.pem"} for name in KEYS}
    return {
        "external-url-prefix": address,
        "keysets": {"kunci": {"keys": keys}},
        "pki-architectures": {ARCH: _genuine_authority(), "tiruan": _rogue_authority()},
    }


def _genuine_authority() -> dict[str, Any]:
    people = {
        name: {"common-name": f"{common_name}"} | ({"serial-number": nip} if nip else {})
        for name, (common_name, nip) in PEOPLE.items()
    }
    authority = _usage("digital_signature", "key_cert_sign", "crl_sign")
    stamping = [_usage("digital_signature"), _purpose("time_stamping", critical=True), _revocation_list("root")]
    revoked = {"revoked-since": "2026-06-01T00:00:00+0000", "reason": "key_compromise"}
    certs = {
        "root": _cert("root", [_authority(), authority], subject="root", key="root") | {"authority-key": "root"},
        "interm": _cert("root", [_authority(0), authority, _revocation_list("root")]),
        "ocsp": _cert("interm", [_usage("digital_signature"), _purpose("ocsp_signing"), {"id": "ocsp_no_check"}]),
        "tsa": _cert("root", stamping),
        "tsa-expired": _cert("root", stamping, subject="tsa", key="tsa", until=PAST),
        "sekretaris": _person(),
        "kabag": _person(),
        "seal": _person(),
        "pejabat": _person(key="sekretaris"),
        "revoked": _person(key="sekretaris") | {"revocation": revoked},
        "expired": _person(key="sekretaris", until=PAST),
    }
    lists = {
        "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
        "interm": {"for-issuer": "interm", "signing-key": "interm", "simulated-update-schedule": "P30D"},
    }
    stampers = {name: {"signing-key": "tsa", "signing-cert": name} for name in ("tsa", "tsa-expired")}
    return {
        "keyset": "kunci",
        "entity-defaults": {"country-name": "ID", "organization-name": ORGANIZATION},
        "entities": {
            "root": {"common-name": "CONTOH – Root"},
            "interm": {"common-name": "CONTOH – Penerbit"},
            "ocsp": {"common-name": "CONTOH – OCSP"},
            "tsa": {"common-name": "CONTOH – Cap Waktu"},
            **people,
        },
        "certs": certs,
        "services": {
            "ocsp": {"interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}},
            "crl-repo": lists,
            "time-stamping": stampers,
        },
    }


def _rogue_authority() -> dict[str, Any]:
    """Another root under the same name, with a signer of the same name: an impostor."""
    name, nip = PEOPLE["sekretaris"]
    authority = _usage("digital_signature", "key_cert_sign", "crl_sign")
    root = _cert("rogue-root", [_authority(), authority], key="rogue")
    return {
        "keyset": "kunci",
        "entity-defaults": {"country-name": "ID", "organization-name": ORGANIZATION},
        "entities": {
            "rogue-root": {"common-name": "CONTOH – Root"},
            "rogue": {"common-name": name, "serial-number": nip},
            "tsa": {"common-name": "CONTOH – Cap Waktu"},
        },
        "certs": {
            "rogue-root": root | {"authority-key": "rogue"},
            "rogue": _cert("rogue-root", [_usage("digital_signature", "non_repudiation")], key="rogue")
            | {"authority-key": "rogue"},
            "tsa": _cert("rogue-root", [_usage("digital_signature"), _purpose("time_stamping", critical=True)])
            | {"authority-key": "rogue"},
        },
        "services": {"time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}}},
    }


def _person(*, key: str = "", until: str = UNTIL) -> dict[str, Any]:
    extensions = [
        _usage("digital_signature", "non_repudiation"),
        # Without a purpose NSS, and so pdfsig, reports a stale error as distrust.
        {"id": "extended_key_usage", "value": ["email_protection", "1.3.6.1.5.5.7.3.36"]},
        _revocation_list("interm"),
        {
            "id": "authority_information_access",
            "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}},
        },
    ]
    return _cert("interm", extensions, key=key, until=until)


def _cert(
    issuer: str, extensions: list[dict[str, Any]], *, subject: str = "", key: str = "", until: str = UNTIL
) -> dict[str, Any]:
    made: dict[str, Any] = {"issuer": issuer, "extensions": extensions}
    made["validity"] = {"valid-from": FROM, "valid-to": until}
    return made | ({"subject": subject} if subject else {}) | ({"subject-key": key} if key else {})


def _usage(*uses: str) -> dict[str, Any]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(uses)}}


def _purpose(*purposes: str, critical: bool = False) -> dict[str, Any]:
    return {"id": "extended_key_usage", "critical": critical, "value": list(purposes)}


def _authority(path_length: int | None = None) -> dict[str, Any]:
    value = {"ca": True} if path_length is None else {"ca": True, "path-len-constraint": path_length}
    return {"id": "basic_constraints", "critical": True, "value": value}


def _revocation_list(repository: str) -> dict[str, Any]:
    params = {"crl-repo-names": [repository]}
    return {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": params}}


def now() -> datetime:
    """The machine's clock, which the services go by: OCSP answers are valid for ten minutes."""
    return datetime.now(UTC)
