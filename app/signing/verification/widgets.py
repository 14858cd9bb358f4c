"""The form fields that stand on the pages, where each is as the page is shown, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.signing.verification.form_names import as_text
from app.signing.verification.text import Box

DEEPEST = 16
SIGNED = "ditandatangani"


@dataclass(frozen=True)
class PlacedField:
    """A field's rectangle on a page (counted from 1), with its full name and the value that it holds or inherits."""

    page: int
    name: str
    box: Box
    value: str | None
    is_placeholder: bool = False
    """A signature field that shows a picture or words of its own."""


def fields_on_pages(root: Any) -> list[PlacedField]:
    """Every field that takes up room on a page, page by page."""
    found: list[PlacedField] = []
    for number, page in enumerate(_pages_of(root), start=1):
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if isinstance(widget, dict) and widget.get("/Subtype") == "/Widget" and "/Rect" in widget:
                found.append(_placed(number, page, widget))
    return [one for one in found if one.box.right > one.box.left and one.box.bottom > one.box.top]


def _placed(number: int, page: _Inherited, widget: Any) -> PlacedField:
    line = _lineage(widget)
    holder = next((node for node in line if "/V" in node), None)
    kind = next((node["/FT"] for node in line if "/FT" in node), None)
    return PlacedField(
        page=number,
        name=".".join(as_text(node["/T"]) for node in reversed(line) if "/T" in node),
        box=_box(page, widget),
        value=None if holder is None else _value(holder["/V"]),
        is_placeholder=kind == "/Sig" and "/AP" in widget,
    )


def _lineage(widget: Any) -> list[Any]:
    """The widget and what it inherits from, so that a field of another form doesn't pass for this one."""
    line: list[Any] = []
    node = widget
    while node is not None and len(line) < DEEPEST:
        line.append(node)
        above = node.get("/Parent")
        # A file may lead there through more than one reference, and one look-up follows only the first.
        node = above.get_object() if above is not None else None
    return line


def _value(value: Any) -> str:
    return SIGNED if isinstance(value.get_object(), dict) else str(value.get_object())


def _pages_of(root: Any) -> list[Any]:
    pages: list[Any] = []
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(root["/Pages"], ())]
    while waiting:
        node, above = waiting.pop()
        kids = node.get("/Kids")
        if kids is None:
            pages.append(_Inherited(node, above))
        elif len(above) < 32:
            waiting += [(kid.get_object(), (*above, node)) for kid in reversed(kids)]
    return pages


class _Inherited:
    """A page dictionary that also knows what its ancestors say (ISO 32000-1, 7.7.3.4)."""

    def __init__(self, page: Any, above: Sequence[Any]) -> None:
        self._layers = [page, *reversed(above)]

    def get(self, key: str, default: Any = None) -> Any:
        return next((layer[key] for layer in self._layers if key in layer), default)


def _box(page: _Inherited, widget: Any) -> Box:
    """The widget's rectangle from PDF space (up from the bottom left) to the page as it is shown and turned."""
    x0, y0, x1, y1 = (float(edge) for edge in page.get("/MediaBox", (0, 0, 612, 792)))
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    left, right = sorted((left - min(x0, x1), right - min(x0, x1)))
    bottom, top = sorted((bottom - min(y0, y1), top - min(y0, y1)))
    width, height = abs(x1 - x0), abs(y1 - y0)
    turned = int(page.get("/Rotate", 0)) % 360
    if turned == 90:
        return Box(bottom, left, top, right)
    if turned == 180:
        return Box(width - right, bottom, width - left, top)
    if turned == 270:
        return Box(height - top, width - right, height - bottom, width - left)
    return Box(left, height - top, right, height - bottom)
