"""What a signature may add to a PDF: itself, its field and block, its validation data; nothing else.

pyHanko's rules, with one exception that they can't make, since they start at the first signature and we start
before it: the signature may be a certifying one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule

LATER = ModificationLevel.LTA_UPDATES
HIGHEST = ModificationLevel.FORM_FILLING


class CatalogRule(CatalogModificationRule):
    """The catalog may begin to name its certifying signature, and no other permission."""

    def __init__(self) -> None:
        super().__init__(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"})  # type: ignore[no-untyped-call]

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        before, after = _permissions(old), _permissions(new)
        if before != after and (before or set(after) != {"/DocMDP"}):
            raise SuspiciousModification("The catalog's permissions were changed.")
        yield from super().apply_qualified(old, new)
        held = new.root.raw_get("/Perms") if "/Perms" in new.root else None
        if not before and isinstance(held, IndirectObject):
            yield HIGHEST, ReferenceUpdate(held.reference, context_checked=None)


POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogRule(),
        DocInfoRule().as_qualified(LATER),
        XrefStreamRule().as_qualified(LATER),
        ObjectStreamRule().as_qualified(LATER),
        DSSCompareRule().as_qualified(LATER),
        MetadataUpdateRule().as_qualified(LATER),  # type: ignore[no-untyped-call]
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),  # type: ignore[no-untyped-call]
)


def changed_fields(ours: bytes, theirs: bytes) -> set[str] | None:
    """The signature fields that were filled behind our bytes; None when anything else was changed there."""
    reader = PdfFileReader(io.BytesIO(theirs))
    since = PdfFileReader(io.BytesIO(ours)).xrefs.total_revisions - 1
    # Without a DocMDP: a service may put its own visible field into a file that certifies nothing yet.
    difference = POLICY.review_file(reader, since)
    if not isinstance(difference, DiffResult) or difference.modification_level.value > HIGHEST.value:
        return None
    stamps = {one.field_name for one in reader.embedded_timestamp_signatures}
    return difference.changed_form_fields - stamps


def _permissions(resolver: HistoricalResolver) -> DictionaryObject:
    try:
        permissions = resolver.root["/Perms"]
    except KeyError:
        return DictionaryObject()  # type: ignore[no-untyped-call]
    if not isinstance(permissions, DictionaryObject):
        raise PdfReadError("The catalog's permissions are no dictionary.")
    return permissions
