"""The room of samples: asking for one, its members, drawing it again, and the checklist on paper."""

from __future__ import annotations

from io import BytesIO

from flask import Response, current_app, g, send_file

from app.accounts.access import current_person, requires
from app.accounts.permissions import Permission
from app.audit.demo import is_demo
from app.audit.queries import head, titles_of
from app.clock.current import now
from app.inspection.blueprints import rooms
from app.inspection.documents.docx import DOCX
from app.inspection.queries import titled_runs
from app.inspection.reading import note_reading
from app.inspection.sampling.actions import draw_sample, record_sample
from app.inspection.sampling.draw import Drawn
from app.inspection.sampling.forms import SampleForm
from app.inspection.sampling.members import members_of
from app.inspection.sampling.papers import sample_paper
from app.inspection.sampling.queries import Sample, draw_again, find_sample, samples
from app.inspection.sampling.scope import KINDS
from app.web.pages import page, redirect_to
from app.web.refusals import Invalid
from app.web.transaction import before_transaction


@rooms.get("/sampel", endpoint="samples")
@requires(Permission.REVIEW_WRITE)
def all_samples() -> Response:
    note_reading("sampel", by=current_person(), at=now())
    return _samples_page(SampleForm(formdata=None))


def draw_now() -> None:
    """A preparation: reading the population takes its time and needs no lock; the log up to its head is fixed."""
    g.drawn = None
    form, opened = SampleForm(), head()
    form.offer(titled_runs())
    g.sample_form = form
    if not form.validate() or opened is None:
        return
    question = form.question(upto=opened.size)
    try:
        g.drawn = question, draw_sample(question, size=form.ukuran.data or 0)
    except Invalid as refusal:
        form.show(refusal)


@rooms.post("/sampel")
@requires(Permission.REVIEW_WRITE)
@before_transaction(draw_now)
def take_sample() -> Response:
    """Recorded first; the page that shows the members comes after the commit."""
    form: SampleForm = g.sample_form
    if g.drawn is None:
        return _samples_page(form, status=422)
    question, drawn = g.drawn
    number = record_sample(question, drawn, purpose=form.tujuan.data, by=current_person(), at=now())
    return redirect_to("rooms.sample", sample_id=number)


@rooms.get("/sampel/<int:sample_id>")
@requires(Permission.REVIEW_WRITE)
def sample(sample_id: int) -> Response:
    return _sample_page(_opened(sample_id))


@rooms.get("/sampel/<int:sample_id>/ulang")
@requires(Permission.REVIEW_WRITE)
def sample_again(sample_id: int) -> Response:
    """The same seed over the log as it is now, beside what was recorded."""
    found = _opened(sample_id)
    return _sample_page(found, again=draw_again(found))


@rooms.get("/sampel/<int:sample_id>.docx")
@requires(Permission.REVIEW_WRITE)
def sample_checklist(sample_id: int) -> Response:
    found = _opened(sample_id)
    made = sample_paper(
        found, members_of(found.drawn.members), scope=_scope_words(found),
        office=current_app.config["SETTINGS"].office, demo=is_demo(),
    )  # fmt: skip
    return send_file(
        BytesIO(made), mimetype=DOCX, as_attachment=True, download_name=f"sampel-{found.id}.docx", etag=False
    )


def _opened(sample_id: int) -> Sample:
    """Found before it is noted, then read anew."""
    note_reading(f"sampel {find_sample(sample_id).id}", by=current_person(), at=now())
    return find_sample(sample_id)


def _scope_words(found: Sample) -> str:
    return found.scope.words(titles_of([str(found.scope)]))


def _samples_page(form: SampleForm, *, status: int = 200) -> Response:
    form.offer(titled_runs())
    known = samples()
    titles = titles_of([str(one.scope) for one in known])
    return page(
        "inspection/sampling/index.html", status=status, form=form, samples=known, kinds=KINDS,
        scopes={one.id: one.scope.words(titles) for one in known},
    )  # fmt: skip


def _sample_page(found: Sample, *, again: Drawn | None = None) -> Response:
    return page(
        "inspection/sampling/show.html", sample=found, members=members_of(found.drawn.members), again=again,
        agrees=again == found.drawn, scope=_scope_words(found), kind=KINDS[found.question.kind],
    )  # fmt: skip
