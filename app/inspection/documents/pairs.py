"""Keeps a word and its number on one line of a paper: "langkah 4", "rekaman 128", "versi 1"."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from app.reports.letters import printable

PAIRS = re.compile(r"\b(langkah|rekaman|versi) ([0-9]+)", re.IGNORECASE)


def joined(text: str) -> str:
    """For a docx, which knows no other way than a no-break space."""
    return PAIRS.sub("\\1\u00a0\\2", text)


def held_together(text: str) -> Markup:
    """For a PDF: the style keeps the pair together, so that whoever searches or copies finds an ordinary space."""
    return Markup(PAIRS.sub(r'<span class="pair">\1 \2</span>', str(escape(printable(text)))))
