"""The signer's socket: one question a connection, bounded in size and time, one after the other."""

from __future__ import annotations

import os
import socket
import stat
import sys
import time
from pathlib import Path

from app.audit.signer.authority import Authority

LARGEST_QUESTION = 16 * 1024
"""Bytes; a proof of 64 hashes takes five thousand."""

PATIENCE = 2.0
"""Seconds for a whole question, so that nobody keeps the others waiting."""

BACKLOG = 32


def listen(path: Path) -> socket.socket:
    """A socket that its owner and group may speak to; one left behind by a stopped signer is replaced."""
    if path.exists():
        if not stat.S_ISSOCK(path.stat().st_mode) or _answers(path):
            raise SystemExit(f"{path} sudah dipakai.")
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o117)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(BACKLOG)
    return listener


def serve(listener: socket.socket, authority: Authority) -> None:
    """Answer until the process is told to stop."""
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                connection.settimeout(PATIENCE)
                connection.sendall(authority.answer(_question(connection)))
            except OSError as problem:
                # Whoever asks may go away, stay silent or send too much; the next one is answered all the same.
                print(f"pertanyaan tidak dijawab: {problem}", file=sys.stderr, flush=True)


def _question(connection: socket.socket) -> bytes:
    until, received = time.monotonic() + PATIENCE, bytearray()
    while b"\n" not in received:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("terlalu lama")
        connection.settimeout(left)
        some = connection.recv(4096)
        if not some:
            break
        received += some
        if len(received) > LARGEST_QUESTION:
            raise OSError("terlalu besar")
    connection.settimeout(PATIENCE)
    return bytes(received)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE)
        return probe.connect_ex(str(path)) == 0
