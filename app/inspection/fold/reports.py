"""Reports, their versions and the register of issued documents, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State


def _written(state: State, act: Act) -> None:
    report = act.number("report")
    _of_run(state, act)
    state.put(
        act, "report_narrative", (report, act.data["section"]), sha256=act.data["sha256"], written_at=act.when,
        written_by=act.by,
    )  # fmt: skip


def _requested(state: State, act: Act) -> None:
    _of_run(state, act)


def _frozen(state: State, act: Act) -> None:
    data = act.data
    _of_run(state, act)
    state.add(
        act, "report_version", _version(act), code=data["code"], pages=data["pages"], frozen_sha256=data["sha256"],
        frozen_at=act.when, frozen_by=act.by, signed_sha256=None, signed_at=None, signed_by=None, level="", trust="",
        certificate="", thawed_at=None, thawed_by=None, thaw_reason="",
    )  # fmt: skip
    _issued(state, act, data["sha256"], kind="frozen", code=data["code"])


def _thawed(state: State, act: Act) -> None:
    reason = act.data["reason"]
    state.change(act, "report_version", _version(act), thawed_at=act.when, thawed_by=act.by, thaw_reason=reason)


def _signed(state: State, act: Act) -> None:
    data = act.data
    row = state.change(
        act, "report_version", _version(act), signed_sha256=data["sha256"], frozen_sha256=data["sha256_frozen"],
        signed_at=act.moment("signed_at"), signed_by=act.by, level=data["level"], trust=data["trust"],
        certificate=data["certificate"],
    )  # fmt: skip
    _issued(state, act, data["sha256"], kind="signed", code=str(row.columns["code"]))


def _issued(state: State, act: Act, digest: str, *, kind: str, code: str) -> None:
    # The same bytes frozen again keep their first entry.
    if (digest,) not in state.tables.get("issued_document", {}):
        state.add(act, "issued_document", (digest,), kind=kind, about=act.object, code=code, issued_at=act.when)


def _of_run(state: State, act: Act) -> None:
    """A report belongs to the run that its first event names; a later one can't move it."""
    run = int(act.data["run"].partition(":")[2])
    key = (act.number("report"),)
    if key not in state.tables.get("report", {}):
        state.add(act, "report", key, run=run)
    elif state.row("report", key).columns["run"] != run:
        raise ValueError(f"laporan ini milik pelaksanaan lain daripada {run}")


def _version(act: Act) -> tuple[int, int]:
    return act.number("report"), act.number("version")


FOLDS = {
    "narrative:written": _written,
    "report:frozen": _frozen,
    "report:rendered": _requested,
    "report:requested": _requested,
    "report:signed": _signed,
    "report:thawed": _thawed,
}
