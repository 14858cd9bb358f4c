"""What a document says of itself: title, author, subject, in its /Info and in its XMP. A signer signs these too."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

RENEWABLE_INFO = frozenset({"/ModDate", "/Producer"})
"""Signing software renews these two; a title, author or subject is what somebody signed."""

DC = "{http://purl.org/dc/elements/1.1/}"
SAID = {"title": "/Title", "creator": "/Author", "description": "/Subject", "rights": "", "subject": ""}
"""The Dublin Core that readers show (ISO 16684-1), and what stands for it in /Info."""


def is_retitled(before: Any, after: Any) -> bool:
    """Whether a revision changed what the one before it said of the document, in either place."""
    old_info, new_info = _info(before), _info(after)
    if old_info != new_info:
        return True
    old, new = _packet(before), _packet(after)
    if old == new or new is None:
        return False
    said, says = _dublin_core(old), _dublin_core(new)
    if said is None or says is None:
        return True
    return any(says[key] != said.get(key, " ".join(old_info.get(SAID[key], "").split())) for key in says)


def _info(history: Any) -> dict[str, str]:
    try:
        info = history.trailer_view["/Info"]
    except KeyError:
        return {}
    return {str(key): str(info[key]) for key in info if str(key) not in RENEWABLE_INFO}


def _packet(history: Any) -> bytes | None:
    metadata = history.root.get("/Metadata")
    return None if metadata is None else bytes(metadata.get_object().data)


def _dublin_core(packet: bytes | None) -> dict[str, str] | None:
    """Each property's text; None for what is no XML, of which nothing can be said."""
    if packet is None:
        return {}
    try:
        tree = ET.fromstring(packet.strip(b"\x00 \t\r\n"))
    except ET.ParseError:
        return None
    found: dict[str, str] = {}
    for element in tree.iter():
        for key in SAID:
            text = "".join(element.itertext()) if element.tag == DC + key else element.get(DC + key)
            if text is not None:
                found[key] = " ".join([*found.get(key, "").split(), *text.split()])
    return found
