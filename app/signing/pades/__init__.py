"""PAdES signatures: making them, their visible block, their levels."""

from __future__ import annotations

import logging

# pyHanko logs the whole subject of a certificate that it can't place, and a subject may hold a NIK.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).propagate = False
    logging.getLogger(_library).addHandler(logging.NullHandler())
