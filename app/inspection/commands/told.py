"""What a command can't do becomes a sentence on standard error and exit status 1."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from app.audit.checkpoint import BadNote
from app.audit.errors import LogForked, LogNotOpened, LogTruncated
from app.web.command_line import DAMAGED, NOT_READY, is_damaged
from app.web.refusals import Refusal

NOT_OPENED = "Log belum dibuka. Siapkan aplikasi dengan `make run` lebih dahulu."
SHORTENED = (
    "Log lebih pendek daripada checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."
)
FORKED = "Log tidak melanjutkan checkpoint terakhirnya, jadi tidak ditandatangani. Jalankan `flask audit verify`."

REPLACED = (
    "Kunci log atau berkas checkpoint bukan lagi yang terbit, jadi log tidak ditandatangani. "
    "Bila kunci dipindahkan ke penanda, jalankan penandanya dengan --adopt (docs/reference/deployment.md)."
)


UNWRITABLE = {
    errno.EACCES: "izin ditolak",
    errno.EDQUOT: "kuota penyimpanan habis",
    errno.EEXIST: "berkas itu sudah ada",
    errno.EIO: "cakram tidak dapat dibaca atau ditulis",
    errno.EISDIR: "jalur itu folder, bukan berkas",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ENOENT: "tempat itu tidak ada atau tidak menerima berkas",
    errno.ENOSPC: "cakram penuh",
    errno.ENOTDIR: "bagian jalurnya bukan folder",
    errno.EPERM: "izin ditolak",
    errno.EROFS: "tempat itu hanya dapat dibaca",
}


@contextmanager
def told() -> Iterator[None]:
    """Turn what can't be done into a sentence on standard error and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    except LogNotOpened:
        raise click.ClickException(NOT_OPENED) from None
    except LogTruncated:
        raise click.ClickException(SHORTENED) from None
    except BadNote:
        raise click.ClickException(REPLACED) from None
    except LogForked:
        raise click.ClickException(FORKED) from None
    except DatabaseError as error:
        if not (is_damaged(error) or isinstance(error, (OperationalError, ProgrammingError))):
            raise
        raise click.ClickException(DAMAGED if is_damaged(error) else NOT_READY) from None
    except OSError as problem:
        why = UNWRITABLE.get(problem.errno or 0, f"kesalahan sistem nomor {problem.errno}")
        raise click.ClickException(f"Tidak dapat ditulis: {why}.") from None
