"""What the format lets come behind a signature and an honest document has no use for: the shadow attacks' tools.

A diff policy asks whether a signature permits a kind of change. These changes pass it and still show a reader
something else than the signer saw (pdf-insecurity.org: hide, replace, evil annotation, sneaky signature).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from app.signing.verification.verdicts import Finding, Verdict

RENEWABLE_INFO = frozenset({"/ModDate", "/Producer"})
"""Signing software renews these two; a title, author or subject is what somebody signed."""

MAX_FIELDS = 5000
MAX_DEPTH = 16

RETITLED = "Sesudah tanda tangan “{field}” sifat dokumen seperti judul atau penulis diganti."
REDRESSED = "Sesudah tanda tangan “{field}” huruf atau cara menampilkan isian formulir diganti."
UNVEILED = "Sesudah tanda tangan “{field}” isian “{name}” yang tersembunyi ditampilkan, atau sebaliknya."
EMPTY_STAMP = "Sesudah tanda tangan “{field}” ditempelkan gambar pada kolom “{name}” tanpa tanda tangan."
REPLACED = "Sesudah tanda tangan “{field}” isian “{name}” yang sudah tertulis saat ditandatangani diganti."
TANGLED = "Formulir di dalam berkas terlalu rumit untuk diperiksa perubahannya."


class Tangled(Exception):
    """A form that points at itself or has more fields than an honest one."""


def check_late(reader: PdfFileReader, *, since: int, field: str) -> Finding | None:
    """Compare each revision behind `since` with the one before it."""
    signed = {str(one.field_name): one.signed_revision for one in reader.embedded_signatures}
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
    if _info(before) != _info(after):
        return RETITLED
    old_root, new_root = before.root, after.root
    if not _keeps_look(_at(old_root, "/AcroForm"), _at(new_root, "/AcroForm")):
        return REDRESSED
    known = {name: (widget, inherited) for name, widget, inherited in _widgets(old_root)}
    for name, widget, inherited in _widgets(new_root):
        if inherited.get("/FT") == "/Sig":
            drawn = "/AP" in widget and _area(widget) > 0 and (name not in known or "/AP" not in known[name][0])
            if drawn and signed.get(name, -1) < 0:
                return EMPTY_STAMP.replace("{name}", name)
        if name not in known:
            continue
        old, old_inherited = known[name]
        if _hidden(old) != _hidden(widget):
            return UNVEILED.replace("{name}", name)
        replaced = _is_overwritten(old_inherited.get("/V"), inherited.get("/V")) or _is_repainted(
            old, widget, value=old_inherited.get("/V")
        )
        if inherited.get("/FT") != "/Sig" and replaced:
            return REPLACED.replace("{name}", name)
    return ""


def _info(history: Any) -> dict[str, str]:
    try:
        info = history.trailer_view["/Info"]
    except KeyError:
        return {}
    return {str(key): str(info[key]) for key in info if str(key) not in RENEWABLE_INFO}


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


def _widgets(root: Any) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each field with its full name, itself, and its kind and value, which it may inherit."""
    form = _at(root, "/AcroForm") or {}
    waiting: list[tuple[Any, str, dict[str, Any], int]] = [(one, "", {}, 0) for one in _at(form, "/Fields") or ()]
    count = 0
    while waiting:
        node, above, inherited, depth = waiting.pop()
        count += 1
        if count > MAX_FIELDS or depth > MAX_DEPTH:
            raise Tangled
        one = node.get_object()
        if not isinstance(one, generic.DictionaryObject):
            continue
        name = ".".join(part for part in (above, str(_at(one, "/T") or "")) if part)
        values = inherited | {key: _at(one, key) for key in ("/FT", "/V") if key in one}
        yield name, one, values
        waiting += [(kid, name, values, depth + 1) for kid in _at(one, "/Kids") or ()]


def _area(widget: Any) -> float:
    try:
        left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    except (KeyError, TypeError, ValueError):
        return 0.0
    return abs(right - left) * abs(top - bottom)


def _hidden(widget: Any) -> bool:
    """Invisible, hidden or not viewed (ISO 32000-1, 12.5.3)."""
    flags = _at(widget, "/F")
    return isinstance(flags, int) and bool(flags & (1 | 2 | 32))


def _is_overwritten(old: Any, new: Any) -> bool:
    """Filling an empty field adds; writing over what stood there when it was signed replaces."""
    written = old is not None and str(old).strip() not in ("", "/Off")
    return written and str(old) != str(new)


def _is_repainted(old: Any, new: Any, *, value: Any) -> bool:
    """The same value under another picture."""
    if not _is_overwritten(value, None):
        return False
    return _picture(old) != _picture(new)


def _picture(widget: Any) -> bytes:
    look = _at(_at(widget, "/AP") or {}, "/N")
    return bytes(look.data) if isinstance(look, generic.StreamObject) else b""
