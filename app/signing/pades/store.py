"""The document security store: what proves a signature's certificates later, written behind the signature."""

from __future__ import annotations

import io

from pyhanko.sign.validation import DocumentSecurityStore

from app.signing.pades.endings import ends_unclearly
from app.signing.pades.evidence import Evidence
from app.signing.pades.writing import SteadyWriter


def add_evidence(pdf: bytes, evidence: Evidence) -> bytes:
    """`pdf` with the evidence in a revision of its own; the same bytes where all of it stands there already."""
    written = pdf
    for spell_out in (False, True):
        writer = SteadyWriter(pdf, spell_out=spell_out)
        # ETSI EN 319 142-1 advises against the store's VRI dictionary, so nothing is tied to one signature.
        store = DocumentSecurityStore.supply_dss_in_writer(
            writer, None, certs=evidence.certs, ocsps=evidence.ocsps, crls=evidence.crls
        )
        if not store.modified:
            return pdf
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
        written = out.getvalue()
        if not ends_unclearly(written, since=len(pdf)):
            break
    return written
