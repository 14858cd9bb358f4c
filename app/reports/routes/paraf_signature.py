"""A paraf that is a signature of its own, where the office wants it: the Kabag signs in his field of the report."""

from __future__ import annotations

from flask import Response, g, request

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.clock.current import now
from app.reports import queries
from app.reports.actions.sealing import sign_paraf
from app.reports.paraf_forms import ParafSignatureForm
from app.reports.paraf_signing import sign_typed_paraf
from app.reports.routes.blueprint import blueprint
from app.reports.routes.paraf import pending_of, show_paraf
from app.web.pages import redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal
from app.web.transaction import before_transaction


def sign_asked_paraf() -> None:
    """A preparation, as with the Sekretaris's signature: `g.signed` is the result, the refusal, or None."""
    g.form, g.signed = ParafSignatureForm(), None
    if not g.form.validate():
        return
    report = queries.report_of(int((request.view_args or {})["run_id"]))
    try:
        g.signed = sign_typed_paraf(report, g.form, user=current_person(), at=now())
    except Refusal as refusal:
        g.signed = refusal


@blueprint.post("/paraf/signature")
@requires(Permission.PARAF_GIVE)
@before_transaction(sign_asked_paraf)
def give_signed(run_id: int) -> Response:
    version, form, signed = pending_of(run_id), g.form, g.signed
    if signed is None:
        return show_paraf(version, form, status=422)
    try:
        if isinstance(signed, Refusal):
            raise signed
        given = sign_paraf(
            version, sha256=form.sha256.data or "", file=signed.file, facts=signed.facts, by=current_person(),
            at=signed.at,
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return show_paraf(version, form, status=refusal.status)
    say(f"Paraf Anda pada versi {version.no} ditandatangani, sebagai {given.jabatan}. {signed.note}".strip())
    return redirect_to("reports.show", run_id=run_id)
