"""The bench's long log is one that the checks believe."""

from __future__ import annotations

from contextvars import Context

from app.audit.integrity import check_log
from app.audit.queries import newest_events
from bench.log_pages import FILTERS, log_of, page_of, proof_in


def test_the_made_log_is_whole_and_every_filter_finds_something() -> None:
    def look() -> None:
        with log_of(700) as app:
            page_of(app)()
            proof_in(app)()
            with app.app_context():
                verdict = check_log()
                assert (verdict.ok, verdict.events) == (True, 700), verdict.sentence
                for name, wanted in FILTERS.items():
                    assert newest_events(wanted).entries, name

    Context().run(look)
