"""One commit per request, and writes that begin as writes.

A request that writes takes the database's write lock with its first statement, so whatever is slow
(argon2, receiving a file, rendering, signing) runs before it, in the view's preparations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.extensions import db
from app.web import background
from app.web.database import writing_intent

View = TypeVar("View", bound=Callable[..., Any])
WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class WroteInReadTransaction(RuntimeError):
    """A request that had not declared itself as writing tried to write."""


def writes(view: View) -> View:
    """Mark a GET view that records something, such as a logged download."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def before_transaction(*preparations: Callable[[], None]) -> Callable[[View], View]:
    """Name the slow work that a view needs done before its write transaction begins."""

    def mark(view: View) -> View:
        view.preparations = preparations  # type: ignore[attr-defined]
        return view

    return mark


@contextmanager
def writing() -> Iterator[None]:
    """A write transaction outside a request: commits at the end, rolls back on an exception."""
    db.session.rollback()
    token = writing_intent.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing_intent.reset(token)


def init_app(app: Flask) -> None:
    app.before_request(_declare)
    app.after_request(_commit)
    app.teardown_request(_forget)


def begin_writing() -> None:
    """End the reading half of a request and let its writing half begin."""
    db.session.rollback()
    db.session.expire_all()
    writing_intent.set(True)
    g.writes = True


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")


def _declare() -> None:
    writing_intent.set(False)
    g.writes = False


def run_preparations() -> None:
    """Run the view's slow work in a read transaction, then open the write; called by the access check."""
    view = _view()
    if request.method not in WRITING_METHODS and not getattr(view, "writes", False):
        return
    for prepare in getattr(view, "preparations", ()):
        prepare()
    begin_writing()


def _commit(response: Response) -> Response:
    if not g.get("writes") or response.status_code >= 400 or g.get("refused"):
        db.session.rollback()
        return response
    db.session.commit()
    background.hand_over()
    return response


def _forget(_error: BaseException | None) -> None:
    writing_intent.set(False)


@event.listens_for(Session, "before_flush")
def _refuse_late_write(session: Session, _context: Any, _instances: Any) -> None:
    if writing_intent.get() or not (session.new or session.dirty or session.deleted):
        return
    if any(session.is_modified(row) for row in session.dirty) or session.new or session.deleted:
        raise WroteInReadTransaction("A write must be declared before the first query of the request.")


@event.listens_for(Session, "do_orm_execute")
def _refuse_late_bulk_write(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not writing_intent.get():
        raise WroteInReadTransaction("A write must be declared before the first query of the request.")
