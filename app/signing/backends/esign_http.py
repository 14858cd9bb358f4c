"""One question to the esign service over HTTP: bounded in time and size, following nobody elsewhere.

The standard library's client knows no proxy and follows no redirect unless it is told to; it stays so.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

MAX_BYTES = 64 * 1024 * 1024
"""Base64 and JSON around the largest report that we would ever have signed."""

CHUNK = 64 * 1024


class NotReached(Exception):
    """Nobody took the question, so nothing was signed."""


class NoAnswer(Exception):
    """The question went out and no whole answer came back. `headers` are those that did."""

    def __init__(self, headers: dict[str, str] | None = None) -> None:
        super().__init__("no answer")
        self.headers = headers or {}


@dataclass(frozen=True)
class Service:
    """Where the esign client service listens, and as which application we speak to it."""

    url: str
    version: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 30.0


@dataclass(frozen=True, repr=False)
class Reply:
    """A whole answer; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object; empty when it is none, since every field of it is looked for anyway."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


def ask(
    service: Service, method: str, path: str, *, body: bytes = b"", kind: str = "", seconds: float | None = None
) -> Reply:
    """Ask once. Raises NotReached before the question is out, NoAnswer after it."""
    deadline = time.monotonic() + (service.seconds if seconds is None else seconds)
    connection, root = _connection(service, deadline)
    try:
        connection.connect()
    except (OSError, http.client.HTTPException):
        raise NotReached from None
    headers: dict[str, str] = {}
    try:
        _wait(connection, deadline)
        connection.request(method, root + path, body=body or None, headers=_headers(service, kind))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, headers, _read(connection, response, deadline))
    except (OSError, http.client.HTTPException):
        # From None: the trace of the sending would hold the body, and with it the passphrase.
        raise NoAnswer(headers) from None
    finally:
        connection.close()


def reachable(service: Service, *, seconds: float) -> bool:
    """Whether somebody listens there and, over TLS, is who he should be; nothing is asked."""
    try:
        connection, _ = _connection(service, time.monotonic() + seconds)
        connection.connect()
    except (NotReached, OSError, http.client.HTTPException):
        return False
    connection.close()
    return True


def _connection(service: Service, deadline: float) -> tuple[http.client.HTTPConnection, str]:
    try:
        parts = urlsplit(service.url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotReached from None
    seconds = max(deadline - time.monotonic(), 0.01)
    if not host or parts.scheme not in ("http", "https"):
        raise NotReached
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context), parts.path.rstrip("/")
    return http.client.HTTPConnection(host, port, timeout=seconds), parts.path.rstrip("/")


def _headers(service: Service, kind: str) -> dict[str, str]:
    named = base64.b64encode(f"{service.user}:{service.password}".encode()).decode()
    headers = {"Authorization": f"Basic {named}", "Accept": "application/json, application/pdf"}
    return headers | ({"Content-Type": kind} if kind else {})


def _read(connection: http.client.HTTPConnection, response: http.client.HTTPResponse, deadline: float) -> bytes:
    """The body within the limits: a service that trickles is one that does not answer."""
    promised = response.length
    got = bytearray()
    while True:
        _wait(connection, deadline)
        chunk = response.read1(CHUNK)
        if not chunk:
            break
        got += chunk
        if len(got) > MAX_BYTES:
            raise http.client.HTTPException("too long")
    if promised is not None and len(got) < promised:
        raise http.client.IncompleteRead(b"")
    return bytes(got)


def _wait(connection: http.client.HTTPConnection, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)
