"""Names of fields as people read them: a file may spell one in bytes that no PDF encoding knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def name_of(signature: EmbeddedPdfSignature) -> str:
    """The name of the signature's field."""
    return as_text(signature.field_name)


def as_text(name: Any) -> str:
    """A name that came out of the file; bytes are taken as Latin-1, which has a letter for each."""
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)
