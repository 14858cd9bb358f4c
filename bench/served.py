"""A web server of its own process, asked over one kept connection; its CPU time is counted, not ours."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

from app.settings import ROOT

Answer = tuple[int, Message, bytes]
NANOSECONDS = 1_000_000_000


class Server:
    """One granian worker. `ask` waits for the whole answer."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path: str, *, headers: Mapping[str, str] = {}, body: bytes | None = None) -> Answer:
        self._connection.request("GET" if body is None else "POST", path, body=body, headers=dict(headers))
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def cpu(self) -> float:
        """CPU seconds of the server and its workers so far, all threads."""
        return sum(_nanoseconds(pid) for pid in _family(self._process.pid)) / NANOSECONDS

    def wait(self) -> None:
        until = time.monotonic() + 30
        while self._process.poll() is None and time.monotonic() < until:
            try:
                self._connection.connect()
            except ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("The server does not answer.")


@contextmanager
def served(target: str, **environment: str) -> Iterator[Server]:
    """`target` as granian serves it to the office: "wsgi:app"."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", target]
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(command + options, cwd=ROOT, env=inherited | environment)
    server = Server(process, port)
    try:
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _nanoseconds(pid: int) -> int:
    spent = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        spent += int((thread / "schedstat").read_text().split()[0])
    return spent
