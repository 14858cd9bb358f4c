"""The pages of the working papers: the list, one paper, one criterion at a time, and what is taken along."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, request, url_for

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit.demo import is_demo
from app.clock.current import now
from app.extensions import db
from app.inspection.blueprints import rooms as bp
from app.inspection.documents.docx import DOCX
from app.inspection.documents.xlsx import XLSX
from app.inspection.reading import note_reading
from app.inspection.review import actions, export, queries
from app.inspection.review.criteria import LKE_WEIGHTS, UNCONFIRMED, Criterion
from app.inspection.review.errors import NoSuchCriterion, StaleAnswer
from app.inspection.review.evidence import facts_of, gather, records_of
from app.inspection.review.forms import AnswerForm, OpenForm, ReopenForm, answer_form
from app.inspection.review.models import Review
from app.inspection.review.paper import WorkingPaper, paper_of
from app.runs.models import Run
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, Refusal

EXPORTS: dict[str, tuple[str, Callable[[WorkingPaper], bytes]]] = {
    "docx": (DOCX, export.docx_of),
    "xlsx": (XLSX, export.xlsx_of),
}


@bp.get("/kertas-kerja")
@requires(Permission.REVIEW_WRITE)
def reviews() -> Response:
    note_reading("daftar kertas kerja", by=current_person(), at=now())
    return _list(OpenForm(formdata=None))


@bp.post("/kertas-kerja")
@requires(Permission.REVIEW_WRITE)
def open_review() -> Response:
    form = _offered(OpenForm())
    if not form.validate():
        return _list(form, status=422)
    kind, _, number = form.about.data.partition(":")
    try:
        if kind == "run":
            review = actions.open_reviu(db.session.get_one(Run, int(number)), by=current_person(), at=now())
        else:
            review = actions.open_lke(int(number), by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _list(form, status=422)
    return redirect_to("rooms.review", review_id=review.id)


@bp.get("/kertas-kerja/<int:review_id>")
@requires(Permission.INSPECTION_VIEW)
def review(review_id: int) -> Response:
    return _paper_page(_read(review_id), ReopenForm(formdata=None))


@bp.get("/kertas-kerja/<int:review_id>/cetak")
@requires(Permission.INSPECTION_VIEW)
def review_print(review_id: int) -> Response:
    found = _read(review_id)
    return page("inspection/review/print.html", review=found, paper=paper_of(found), unconfirmed=UNCONFIRMED)


@bp.get("/kertas-kerja/<int:review_id>/unduhan/<any(docx,xlsx):kind>")
@requires(Permission.INSPECTION_VIEW)
def review_file(review_id: int, kind: str) -> Response:
    found = _read(review_id, f" sebagai {kind}")
    media_type, write = EXPORTS[kind]
    response = make_response(write(paper_of(found)))
    name = f"{found.title.casefold().replace(' ', '-')}{'-contoh' if is_demo() else ''}.{kind}"
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/kertas-kerja/<int:review_id>/kriteria/<code>")
@requires(Permission.INSPECTION_VIEW)
def review_criterion(review_id: int, code: str) -> Response:
    _criterion(queries.find_review(review_id), code)
    found = _read(review_id)
    return _criterion_page(found, _criterion(found, code), answer_form(found.answer_to(code)))


@bp.post("/kertas-kerja/<int:review_id>/kriteria/<code>")
@requires(Permission.REVIEW_WRITE)
def answer_review(review_id: int, code: str) -> Response:
    found, form = queries.find_review(review_id), AnswerForm()
    criterion = _criterion(found, code)
    try:
        if not form.validate():
            return _criterion_page(found, criterion, form, status=422)
        actions.answer_criterion(
            found, code=code, said=form.said, version=form.opened_on, by=current_person(), at=now()
        )
    except (Invalid, Conflict) as refusal:
        return _refused(found, criterion, form, refusal)
    onward = found.form.beside(code, 1)
    if "lanjut" in request.form and onward:
        return redirect_to("rooms.review_criterion", review_id=review_id, code=onward.code)
    say(f"{code} tersimpan.")
    return redirect_to("rooms.review", review_id=review_id, _anchor=code)


@bp.post("/kertas-kerja/<int:review_id>/penyelesaian")
@requires(Permission.REVIEW_WRITE)
def complete_review(review_id: int) -> Response:
    found = queries.find_review(review_id)
    try:
        actions.complete_review(found, facts=records_of(gather(found)), by=current_person(), at=now())
    except (Invalid, Conflict) as refusal:
        return _paper_page(found, ReopenForm(formdata=None), refusal=refusal.message, status=refusal.status)
    say("Kertas kerja selesai. Bukti yang tampil sekarang tersimpan tetap.")
    return redirect_to("rooms.review", review_id=review_id)


@bp.post("/kertas-kerja/<int:review_id>/pembukaan")
@requires(Permission.REVIEW_WRITE)
def reopen_review(review_id: int) -> Response:
    found, form = queries.find_review(review_id), ReopenForm()
    try:
        if not form.validate():
            return _paper_page(found, form, status=422)
        actions.reopen_review(found, reason=form.reason.data, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _paper_page(found, form, status=422)
    except Conflict as refusal:
        return _paper_page(found, form, refusal=refusal.message, status=refusal.status)
    say("Kertas kerja dibuka kembali.", "soon")
    return redirect_to("rooms.review", review_id=review_id)


def _read(review_id: int, how: str = "") -> Review:
    """The paper, for somebody who looks at it: his reading is recorded first."""
    title = queries.find_review(review_id).title
    note_reading(f"kertas kerja {title}{how}", by=current_person(), at=now())
    return queries.find_review(review_id)


def _criterion(review: Review, code: str) -> Criterion:
    criterion = review.form.find(code)
    if criterion is None:
        raise NoSuchCriterion
    return criterion


def _offered(form: OpenForm) -> OpenForm:
    form.offer(queries.unreviewed_runs(), queries.years_without_lke())
    return form


def _list(form: OpenForm, *, status: int = 200) -> Response:
    return page("inspection/review/list.html", form=_offered(form), reviews=queries.all_reviews(), status=status)


def _paper_page(review: Review, form: ReopenForm, *, refusal: str = "", status: int = 200) -> Response:
    paper = paper_of(review)
    return page(
        "inspection/review/paper.html", review=review, paper=paper, form=form, refusal=refusal, status=status,
        history=queries.history(review), unconfirmed=UNCONFIRMED, weights=LKE_WEIGHTS,
    )  # fmt: skip


def _criterion_page(
    review: Review, criterion: Criterion, form: AnswerForm, *, refusal: str = "", status: int = 200
) -> Response:
    code = criterion.code
    facts = facts_of(review).get(code, []) if review.completion else gather(review, code)[code]
    links = {one.code: url_for("rooms.review_criterion", review_id=review.id, code=one.code)
             for one in review.form.criteria}  # fmt: skip
    return page(
        "inspection/review/criterion.html", review=review, criterion=criterion, facts=facts, form=form, links=links,
        stored=review.answer_to(code), before=review.form.beside(code, -1), onward=review.form.beside(code, 1),
        refusal=refusal, status=status,
    )  # fmt: skip


def _refused(review: Review, criterion: Criterion, form: AnswerForm, refusal: Refusal) -> Response:
    """What was typed comes back. Where somebody else wrote first, the next saving knowingly replaces that."""
    if isinstance(refusal, Invalid):
        form.show(refusal)
        return _criterion_page(review, criterion, form, status=refusal.status)
    stored = review.answer_to(criterion.code)
    if isinstance(refusal, StaleAnswer):
        form.version.data = str(stored.version if stored else 0)
    return _criterion_page(review, criterion, form, refusal=refusal.message, status=refusal.status)
