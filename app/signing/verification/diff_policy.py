"""The judging library's own rules for what may come behind a signature, and one that it lacks.

A form may keep a field's value apart from the widgets that show it: radio buttons always do (ISO 32000-1,
12.7.4.2.4). The library clears changes of named fields alone, so choosing one of them counted as tampering.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)


class UnnamedWidgetRule(GenericFieldModificationRule):
    """Lets the unnamed widgets of a field change as the field itself may."""

    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        if spec.field_type == "/Sig" or spec.old_field is None or spec.new_field is None:
            return
        before, after = _kids(spec.old_field), _kids(spec.new_field)
        if before != after:
            return
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if "/T" not in old.get_object():
                yield from super().check_form_field(fq_name, _spec_of(spec, place, old, new), context)


def _kids(field: generic.DictionaryObject) -> list[Any]:
    kids = field.get("/Kids")
    every = list(kids) if isinstance(kids, generic.ArrayObject) else []
    return every if all(isinstance(kid, generic.IndirectObject) for kid in every) else []


def _spec_of(spec: FieldComparisonSpec, place: int, old: Any, new: Any) -> FieldComparisonSpec:
    above = spec.old_canonical_path
    return FieldComparisonSpec(
        field_type=spec.field_type,
        old_field_ref=old.reference,
        new_field_ref=new.reference,
        old_canonical_path=above + "/Kids" + place if above is not None else None,
    )


POLICY = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
            UnnamedWidgetRule(),
        ]
    ),
)
