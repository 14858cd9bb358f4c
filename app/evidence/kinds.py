"""Which kind of file this is, told from its content and held against its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.evidence.errors import WrongType

ACCEPTED = "pdf, docx, xlsx, jpg, atau png"
SNIFF_BYTES = 8192
ZIP_ENTRIES_AT_MOST = 5000


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    media_type: str
    endings: tuple[str, ...]
    safe_inline: bool = False
    """Whether a browser may show it in our origin; the others are only downloaded."""


OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("PDF", "application/pdf", ("pdf",)),
    "docx": Kind("docx", OOXML + "wordprocessingml.document", ("docx",)),
    "xlsx": Kind("xlsx", OOXML + "spreadsheetml.sheet", ("xlsx",)),
    "jpg": Kind("JPG", "image/jpeg", ("jpg", "jpeg"), safe_inline=True),
    "png": Kind("PNG", "image/png", ("png",), safe_inline=True),
}
BY_ENDING = {ending: kind for kind in KINDS.values() for ending in kind.endings}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS.values()}
OOXML_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


def kind_of(path: Path, *, filename: str, limit: int) -> Kind:
    """The kind of the file at `path`. Raises WrongType where content and name disagree or neither is accepted."""
    ending = PurePosixPath(filename.lower()).suffix.removeprefix(".")
    claimed = BY_ENDING.get(ending)
    advice = f"Unggah {ACCEPTED} hingga {limit // (1024 * 1024)} MB."
    if claimed is None:
        raise WrongType(f"Jenis berkas “{filename}” tidak diterima. {advice}")
    if _sniff(path) is not claimed:
        raise WrongType(f"Isi berkas “{filename}” bukan {claimed.name}. {advice}")
    return claimed


def _sniff(path: Path) -> Kind | None:
    with path.open("rb") as stream:
        head = stream.read(SNIFF_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return _office_document(path)
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return KINDS["pdf"] if b"%%EOF" in _tail(path) else None
    import puremagic  # reads its tables of kinds when it is imported

    try:
        media_type = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind if kind is not None and kind.safe_inline else None


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2048))
        return stream.read()


def _office_document(path: Path) -> Kind | None:
    """docx or xlsx without macros. The parts are only listed, never unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if len(names) > ZIP_ENTRIES_AT_MOST or "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    found = [KINDS[kind] for part, kind in OOXML_PARTS.items() if part in names]
    return found[0] if len(found) == 1 else None
