"""What a visitor without an account may cost: one check at a time in the whole office, so many files in a while.

Judging a file takes a worker for seconds, and there are few. Who has signed in is known and never waits here.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from app.accounts import throttle
from app.accounts.throttle import Door
from app.web.refusals import Refusal
from app.web.words import jam

TIMES = 8
"""A visitor's address may have this many times as many files checked as one NIP has tries: 40 in 15 minutes."""

PATIENCE_SECONDS = 2.0
"""A usual check takes less than one."""

LOCK = "verifikasi.lock"

BUSY = "Berkas pengunjung lain sedang diperiksa. Unggah lagi beberapa detik lagi, atau masuk dengan akun Anda."
TOO_MANY = "Terlalu banyak berkas dari komputer ini. Coba lagi setelah pukul {when} WITA, atau masuk dengan akun Anda."


class NotNow(Refusal):
    """Not refused for what it is, only for the moment."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def turn(address: str, *, at: datetime) -> Iterator[None]:
    """The visitor's turn to have files judged.

    Raises NotNow: 429 after too many files from the address, 503 while it stays another visitor's turn.
    """
    closed = throttle.closed_until((_door(address),), at=at)
    if closed:
        raise NotNow(TOO_MANY.format(when=jam(closed)), status=429)
    folder: Path = current_app.config["SETTINGS"].instance_folder
    with (folder / LOCK).open("wb") as lock:
        _take(lock)
        yield


def count_files(number: int, *, address: str, at: datetime) -> None:
    """Count what was judged; in the write transaction that records it."""
    throttle.count_failure((_door(address),), at=at, knocks=number)


def _take(lock: BinaryIO) -> None:
    """The lock goes with the file, also where the process is killed."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise NotNow(BUSY, status=503) from None
            time.sleep(0.05)


def _door(address: str) -> Door:
    return Door("periksa", address, times=TIMES)
