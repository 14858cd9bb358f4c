"""What the format lets come behind a signature and an honest document has no use for: the shadow attacks' tools.

A diff policy asks whether a signature permits a kind of change. These changes pass it and still show a reader
something else than the signer saw (pdf-insecurity.org: hide, replace, evil annotation, sneaky signature).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from app.signing.verification.form_names import as_text, name_of
from app.signing.verification.titles import is_retitled
from app.signing.verification.verdicts import Finding, Verdict

WRITTEN_WITH = ("/DA", "/Q", "/RV", "/DS")
"""How a reader that draws a value itself would write it."""

MAX_FIELDS = 5000
MAX_DEPTH = 16

RETITLED = "Sesudah tanda tangan “{field}” sifat dokumen seperti judul atau penulis diganti."
REDRESSED = "Sesudah tanda tangan “{field}” huruf atau cara menampilkan isian formulir diganti."
UNVEILED = "Sesudah tanda tangan “{field}” isian “{name}” yang tersembunyi ditampilkan, atau sebaliknya."
PAINTED_TIME = "Sesudah tanda tangan “{field}” cap waktu dokumen “{name}” menempelkan gambar pada halaman."
EMPTY_STAMP = "Sesudah tanda tangan “{field}” ditempelkan gambar pada kolom “{name}” tanpa tanda tangan."
REPLACED = "Sesudah tanda tangan “{field}” isian “{name}” yang sudah tertulis saat ditandatangani diganti."
TANGLED = "Formulir di dalam berkas terlalu rumit untuk diperiksa perubahannya."


class Tangled(Exception):
    """A form that points at itself or has more fields than an honest one."""


def check_late(reader: PdfFileReader, *, since: int, field: str) -> Finding | None:
    """Compare each revision behind `since` with the one before it."""
    signed = {name_of(one): one.signed_revision for one in reader.embedded_signatures}
    try:
        for revision in range(since + 1, reader.xrefs.total_revisions):
            sentence = _compare(reader, revision, signed)
            if sentence:
                return Finding(Verdict.ALTERED, sentence.replace("{field}", field))
    except Tangled:
        return Finding(Verdict.UNREADABLE, TANGLED)
    return None


def _compare(reader: PdfFileReader, revision: int, signed: dict[str, int]) -> str:
    before, after = reader.get_historical_resolver(revision - 1), reader.get_historical_resolver(revision)
    if is_retitled(before, after):
        return RETITLED
    old_root, new_root = before.root, after.root
    if not _keeps_look(_at(old_root, "/AcroForm"), _at(new_root, "/AcroForm")):
        return REDRESSED
    known = {(one.name, one.place): one for one in _widgets(old_root)}
    for one in _widgets(new_root):
        old = known.get((one.name, one.place))
        if sentence := _unlike(old, one, is_signed=signed.get(one.name, -1) >= 0):
            return sentence.replace("{name}", one.name)
    return ""


@dataclass(frozen=True)
class _Widget:
    """A field with its full name and its place among those of that name, and what it is or inherits."""

    name: str
    place: int
    node: Any
    inherited: dict[str, Any]

    @property
    def value(self) -> Any:
        return self.inherited.get("/V")

    @property
    def is_signature(self) -> bool:
        return self.inherited.get("/FT") == "/Sig"


def _unlike(old: _Widget | None, new: _Widget, *, is_signed: bool) -> str:
    """What an honest reader would not expect of this field between two revisions; empty where nothing is."""
    if new.is_signature and _is_newly_drawn(old, new):
        if not is_signed:
            return EMPTY_STAMP
        if _at(new.value or {}, "/Type") == "/DocTimeStamp":
            return PAINTED_TIME
    if old is None:
        return ""
    if _visibility(old.node) != _visibility(new.node):
        return UNVEILED
    replaced = _is_overwritten(old.value, new.value) or _is_repainted(old, new)
    return REPLACED if replaced and not new.is_signature else ""


def _is_newly_drawn(old: _Widget | None, new: _Widget) -> bool:
    return "/AP" in new.node and _area(new.node) > 0 and (old is None or "/AP" not in old.node)


def _keeps_look(old: Any, new: Any) -> bool:
    """Resources may be added beside the old ones; what stood there keeps its meaning."""
    old, new = old or {}, new or {}
    if bool(_at(new, "/NeedAppearances")) and not bool(_at(old, "/NeedAppearances")):
        return False
    if "/DA" in old and _at(old, "/DA") != _at(new, "/DA"):
        return False
    return _contains(_at(new, "/DR") or {}, _at(old, "/DR") or {}, depth=0)


def _contains(new: Any, old: Any, *, depth: int) -> bool:
    if depth < 2 and isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject):
        return all(
            key in new and _contains(_raw(new, key, depth), _raw(old, key, depth), depth=depth + 1) for key in old
        )
    return bool(old == new) or not old


def _raw(holder: Any, key: str, depth: int) -> Any:
    """Categories are looked into; a resource itself is compared by its reference."""
    return _at(holder, key) if depth == 0 else holder.raw_get(key)


def _at(holder: Any, key: str) -> Any:
    """What stands under the key, through every reference; None if nothing does."""
    if key not in holder:
        return None
    found = holder[key]
    return found.get_object() if isinstance(found, generic.IndirectObject) else found  # type: ignore[no-untyped-call]


def _widgets(root: Any) -> Iterator[_Widget]:
    """Every field of the form, the unnamed ones among a field's kids too: those share its name."""
    form = _at(root, "/AcroForm") or {}
    waiting: list[tuple[Any, str, dict[str, Any], int]] = [(one, "", {}, 0) for one in _at(form, "/Fields") or ()]
    met: Counter[str] = Counter()
    while waiting:
        node, above, inherited, depth = waiting.pop()
        if met.total() >= MAX_FIELDS or depth > MAX_DEPTH:
            raise Tangled
        one = node.get_object()
        if not isinstance(one, generic.DictionaryObject):
            continue
        name = ".".join(part for part in (above, as_text(_at(one, "/T") or "")) if part)
        values = inherited | {key: _at(one, key) for key in ("/FT", "/V") if key in one}
        yield _Widget(name, met[name], one, values)
        met[name] += 1
        waiting += [(kid, name, values, depth + 1) for kid in _at(one, "/Kids") or ()]


def _area(widget: Any) -> float:
    try:
        left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    except (KeyError, TypeError, ValueError):
        return 0.0
    return abs(right - left) * abs(top - bottom)


def _visibility(widget: Any) -> int:
    """Invisible, hidden, printed, not viewed, toggled when viewed (ISO 32000-1, 12.5.3)."""
    flags = _at(widget, "/F")
    return int(flags) & (1 | 2 | 4 | 32 | 256) if isinstance(flags, int) else 0


def _is_overwritten(old: Any, new: Any) -> bool:
    """Filling an empty field adds; writing over what stood there when it was signed replaces."""
    return _is_written(old) and str(old) != str(new)


def _is_written(value: Any) -> bool:
    return value is not None and str(value).strip() not in ("", "/Off")


def _is_repainted(old: _Widget, new: _Widget) -> bool:
    """The same value under another picture, or a box ticked that the value doesn't know of."""
    if str(old.value) != str(new.value):
        return False
    if _at(old.node, "/AS") != _at(new.node, "/AS"):
        return True
    if not _is_written(old.value):
        return False
    return _picture(old.node) != _picture(new.node) or any(
        _at(old.node, key) != _at(new.node, key) for key in WRITTEN_WITH
    )


def _picture(widget: Any) -> bytes:
    look = _at(_at(widget, "/AP") or {}, "/N")
    return bytes(look.data) if isinstance(look, generic.StreamObject) else b""
