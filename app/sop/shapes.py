"""The five symbols of PermenPANRB 35/2012 as SVG shapes around the point (0, 0)."""

from __future__ import annotations

from typing import NamedTuple

from app.sop.pelaksana import Symbol

UNCONFIRMED_DASH = "0.1 3.6"
MEETING_DASH = "9 3.5 1.5 3.5"
RETURN_DASH = "4 3"


class Half(NamedTuple):
    """Half the width and half the height of a symbol."""

    width: int
    height: int


HALVES = {
    Symbol.START: Half(27, 13),
    Symbol.BOX: Half(27, 13),
    Symbol.DECISION: Half(29, 18),
    Symbol.END: Half(27, 13),
}

WORDS = {
    "start": "Mulai",
    "box": "Proses",
    "decision": "Keputusan",
    "end": "Selesai",
    "arrow": "Arah alur",
    "page": "Sambung ke halaman lain",
    "none": "",
}

GEOMETRY = {
    "start": '<rect x="-27" y="-13" width="54" height="26" rx="13"{paint}/>',
    "end": '<rect x="-27" y="-13" width="54" height="26" rx="13"{paint}/>',
    "box": '<rect x="-27" y="-13" width="54" height="26"{paint}/>',
    "decision": '<path d="M0 -18L29 0L0 18L-29 0Z"{paint}/>',
    "page": '<path d="M-13 -14H13V4L0 15L-13 4Z"{paint}/>',
    "arrow": '<path d="M-26 0H18" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M27 0L16 -5V5Z" fill="currentColor"/>',
}


def shape(symbol: str, *, confirmed: bool) -> str:
    """The symbol as SVG: opaque, so that lines may end under it; dotted until it is confirmed."""
    dotted = "" if confirmed else f' stroke-dasharray="{UNCONFIRMED_DASH}" stroke-linecap="round"'
    width = "1.6" if confirmed else "2"
    paint = f' class="flow-shape" fill="#fff" stroke="currentColor" stroke-width="{width}"{dotted}'
    return GEOMETRY[symbol].format(paint=paint) if symbol in GEOMETRY else ""


def arrowhead(direction: str, half: Half) -> str:
    """A filled head whose tip touches the symbol's edge."""
    reach_x, reach_y = half.width + 1, half.height + 1
    points = {
        "down": f"M0 {-reach_y}L-4.5 {-reach_y - 9}H4.5Z",
        "right": f"M{-reach_x} 0L{-reach_x - 9} -4.5V4.5Z",
        "left": f"M{reach_x} 0L{reach_x + 9} -4.5V4.5Z",
    }
    return f'<path d="{points[direction]}" fill="currentColor"/>'
