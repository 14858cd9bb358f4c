"""One question to a service on the network, with a limit on everything: time in all, bytes, redirects.

A service may hang in its name server, in its handshake or between two bytes. So the question is asked in
a thread of its own that is left behind when the time is up; nobody waits longer for it than he said.
"""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

MAX_BYTES = 4_000_000
"""A revocation list of a large authority has a few hundred thousand."""

CHUNK = 65_536
GOOD = 200

NO_TIME = "tidak menjawab dalam {seconds:g} detik"
NO_WAY = "tidak dapat dihubungi"
NO_ADDRESS = "memiliki alamat yang tidak dapat dipakai"
REFUSED = "menolak permintaan (HTTP {status})"
TOO_MUCH = "memberi jawaban yang terlalu besar"


class NoAnswer(Exception):
    """The service gave nothing that can be used; the message says why, as the end of a sentence."""


class Deadline:
    """The seconds that are left for one question, however many tries it takes."""

    def __init__(self, seconds: float) -> None:
        self._allowed = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def part(self, share: float) -> Deadline:
        """A deadline for a first try, so that a second one is still possible."""
        return Deadline(self.left * share)

    def missed(self) -> NoAnswer:
        return NoAnswer(NO_TIME.format(seconds=round(self._allowed, 1)))


def ask(url: str, *, deadline: Deadline, body: bytes | None = None, kind: str = "") -> bytes:
    """POST `body`, or GET without one. Raises NoAnswer; never takes longer than the deadline."""
    question = _Question(url, body=body, kind=kind, deadline=deadline)
    thread = threading.Thread(target=question.put, daemon=True)
    thread.start()
    thread.join(deadline.left)
    if thread.is_alive():
        question.abandon()
        raise deadline.missed()
    if question.problem is not None:
        raise question.problem
    return question.answer


class _Question:
    def __init__(self, url: str, *, body: bytes | None, kind: str, deadline: Deadline) -> None:
        self.answer = b""
        self.problem: NoAnswer | None = None
        self._url, self._body, self._kind, self._deadline = url, body, kind, deadline
        self._connection: http.client.HTTPConnection | None = None

    def put(self) -> None:
        try:
            self.answer = self._exchange()
        except NoAnswer as problem:
            self.problem = problem
        except TimeoutError:
            self.problem = self._deadline.missed()
        except (OSError, http.client.HTTPException, ValueError):
            self.problem = NoAnswer(NO_WAY)
        finally:
            self.abandon()

    def abandon(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()

    def _exchange(self) -> bytes:
        address = urlsplit(self._url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise NoAnswer(NO_ADDRESS)
        secure = address.scheme == "https"
        make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = make(address.hostname, address.port, timeout=max(0.1, self._deadline.left))
        self._connection = connection
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {"Content-Type": self._kind} if self._kind else {}
        connection.request("GET" if self._body is None else "POST", target, body=self._body, headers=headers)
        response = connection.getresponse()
        if response.status != GOOD:
            # A redirect too: the address is the authority's own, and nobody else's is asked.
            raise NoAnswer(REFUSED.format(status=response.status))
        return self._read(response)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        parts, size = [], 0
        while part := response.read1(CHUNK):
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise NoAnswer(TOO_MUCH)
            if not self._deadline.left:
                raise self._deadline.missed()
        return b"".join(parts)
