"""The macros: what they say to a reader, a screen reader and a printer."""

from __future__ import annotations

import re

import pytest
from flask import Flask, render_template, render_template_string
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.look.office import DAYS, CompletionForm, Day, Item, Segment, Span


def render(look: Flask, source: str, **context: object) -> str:
    with look.test_request_context("/", method="POST"):
        return render_template_string(source, **context)


def marks(look: Flask, call: str, **context: object) -> str:
    source = '{% from "components/marks.html" import tag, face, bar, empty, notice, stat %}{{ ' + call + " }}"
    return render(look, source, **context)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Rina Maharani, S.AP.", "RM"),
        ("H. Contoh Sekretaris", "CS"),
        ("Dr. Ir. Siti Nurhaliza Putri, M.Si.", "SN"),
        ("Suparman", "S"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_face_shows_initials_without_titles(look: Flask, name: str | None, initials: str) -> None:
    assert f">{initials}</span>" in marks(look, "face(name)", name=name)


@pytest.mark.parametrize(("share", "width"), [(40, "40%"), (62.5, "62.5%"), (135, "100%")])
def test_a_bar_is_as_wide_as_its_share_and_never_wider(look: Flask, share: float, width: str) -> None:
    assert f'class="used" width="{width}"' in marks(look, "bar(share)", share=share)


@pytest.mark.parametrize("share", [0, -5, None])
def test_an_unused_bar_draws_nothing_over_its_ground(look: Flask, share: float | None) -> None:
    assert "used" not in marks(look, "bar(share)", share=share)


def test_a_bar_with_a_label_is_told_and_one_without_is_silent(look: Flask) -> None:
    assert 'role="img" aria-label="separuh terpakai"' in marks(look, 'bar(50, "soon", "separuh terpakai")')
    assert 'aria-hidden="true"' in marks(look, "bar(50)")


def test_text_from_people_is_escaped(look: Flask) -> None:
    assert "<script>" not in marks(look, 'tag("<script>", "late")') + marks(look, 'notice("<script>")')


def runbar(look: Flask, segments: list[Segment]) -> str:
    source = '{% from "components/runbar.html" import runbar %}{{ runbar(segments, "Langkah 5 dari 7", "1 hari") }}'
    return render(look, source, segments=segments)


@settings(max_examples=40, deadline=None)
@given(weights=st.lists(st.integers(min_value=0, max_value=5000), min_size=1, max_size=12))
def test_the_steps_of_a_run_fill_its_bar_exactly(look: Flask, weights: list[int]) -> None:
    html = runbar(look, [Segment(weight, "wait", "") for weight in weights])
    widths = [float(width) for width in re.findall(r'class="seg wait" x="[\d.]+%" width="([\d.]+)%"', html)]

    assert len(widths) == len(weights)
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert min(widths) > 0


def test_a_longer_standard_is_drawn_wider(look: Flask) -> None:
    html = runbar(look, [Segment(450, "done", ""), Segment(900, "late", "")])
    first, second = (float(width) for width in re.findall(r'class="seg \w+" x="[\d.]+%" width="([\d.]+)%"', html))

    assert second == pytest.approx(2 * first, rel=0.01)


def test_the_strip_prints_what_adds_up_to_the_verdict(look: Flask) -> None:
    source = '{% from "components/strip.html" import strip %}{{ strip(days, total="279 menit") }}'
    days, total = render(look, source, days=DAYS).split("<tfoot>")

    assert sum(int(minutes) for minutes in re.findall(r'<td class="num">(\d+) menit</td>', days)) == 279
    assert "279 menit" in total
    assert "Sabtu" in days


def test_the_strip_cuts_what_lies_outside_its_hours(look: Flask) -> None:
    night = Day("Sen 23 Nov", 60, "", (Span(360, 480, True), Span(1030, 1100, True)))
    html = render(look, '{% from "components/strip.html" import strip %}{{ strip(days) }}', days=[night])

    assert re.findall(r'class="used" x="([\d.]+)%" width="([\d.]+)%"', html) == [("0.0", "10.0")]


FORM = """{% from "components/forms.html" import error_summary, field %}
{{ error_summary(form) }}{{ field(form.reason, help="Mengapa?") }}{{ field(form.sure) }}"""


def test_a_wrong_field_is_named_at_the_top_and_told_beside_it(look: Flask) -> None:
    with look.test_request_context("/", method="POST", data={"reason": "pendek"}):
        form = CompletionForm()
        form.validate()
        html = render_template_string(FORM, form=form)

    assert '<a href="#reason">Alasan terlambat: Tulis alasan sedikitnya 20 huruf.</a>' in html
    assert 'aria-describedby="reason-help reason-error"' in html
    assert 'aria-invalid="true"' in html
    assert ">pendek</textarea>" in html.replace("\n", "").replace("\r", ""), "what was typed is kept"


def test_a_fresh_form_complains_about_nothing(look: Flask) -> None:
    with look.test_request_context("/"):
        html = render_template_string(FORM, form=CompletionForm())

    assert "error" not in html
    assert 'aria-describedby="reason-help"' in html


def test_an_error_at_the_top_leads_to_its_field(look: Flask) -> None:
    with look.test_request_context("/", method="POST"):
        form = CompletionForm()
        form.validate()
        html = render_template_string(
            '{% from "components/forms.html" import error_summary, field %}{{ error_summary(form) }}'
            "{% for bound in form %}{{ field(bound) }}{% endfor %}",
            form=form,
        )

    targets = re.findall(r'<a href="#(\w+)">', html)
    assert targets
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_the_pager_offers_only_directions_that_exist(look: Flask) -> None:
    source = '{% from "components/pager.html" import newer_older %}{{ newer_older(newer, older) }}'

    assert render(look, source, newer="", older="").strip() == ""
    assert "Lebih lama" not in render(look, source, newer="/a", older="")


@pytest.mark.parametrize("tone", ["late", "error", "danger"])
def test_an_error_message_interrupts_and_a_success_does_not(look: Flask, tone: str) -> None:
    source = '{% from "components/toast.html" import toast %}{{ toast("Pesan", tone) }}'

    assert 'role="alert"' in render(look, source, tone=tone)
    assert 'role="alert"' not in render(look, source, tone="ok")


def test_the_message_file_is_an_answer_by_itself(look: Flask) -> None:
    html = render(look, '{% include "components/toast.html" %}', message="Sudah disahkan.", tone="late")

    assert html.count("Sudah disahkan.") == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_every_refusal_has_a_sentence_and_a_way_back(look: Flask, code: int) -> None:
    answer = look.test_client().get(f"/error/{code}")

    assert answer.status_code == code
    assert "lebih dahulu mengesahkan" in answer.text
    assert 'href="/"' in answer.text
    assert f"Kode {code} · nomor permintaan 5f0c9a7e" in answer.text


def test_a_broken_server_shows_its_page_without_person_or_menu(look: Flask) -> None:
    assert "Rina Maharani" in look.test_client().get("/error/403").text
    assert "Rina Maharani" not in look.test_client().get("/error/500").text


def test_who_is_not_signed_in_is_offered_the_login_and_sees_no_menu(look: Flask) -> None:
    html = look.test_client().get("/look/login?as=nobody").text

    assert 'href="/masuk"' in html
    assert '<button type="submit">Keluar' not in html
    assert "Tugas saya" not in html


def test_the_ribbon_stands_on_demo_pages_only(look: Flask) -> None:
    with look.test_request_context("/"):
        real = render_template("board.html", is_demo=False, run=[], Item=Item)
    assert "DATA CONTOH – BUKAN DATA RESMI" in look.test_client().get("/look/board").text
    assert "DATA CONTOH" not in real
