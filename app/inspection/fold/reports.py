"""Reports, their versions, their paraf and the register of issued documents, as the acts on them leave them. Pure."""

from __future__ import annotations

from app.inspection.fold.acts import Act
from app.inspection.fold.state import State, Unfoldable, Value


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
    replaces, revision = _being_replaced(state, act)
    state.add(
        act, "report_version", _version(act), code=data["code"], pages=data["pages"], frozen_sha256=data["sha256"],
        frozen_at=act.when, frozen_by=act.by, signed_sha256=None, signed_at=None, signed_by=None, level="", trust="",
        certificate="", thawed_at=None, thawed_by=None, thaw_reason="", replaces=replaces,
        revision=revision, superseded_at=None,
    )  # fmt: skip
    add_file(state, act, "frozen", made_at=act.when)


def _thawed(state: State, act: Act) -> None:
    reason = act.data["reason"]
    state.change(act, "report_version", _version(act), thawed_at=act.when, thawed_by=act.by, thaw_reason=reason)


def _sealed(state: State, act: Act) -> None:
    data = act.data
    add_file(
        state, act, "sealed", made_at=act.when, level=data["level"], trust=data["trust"],
        certificate=data["certificate"],
    )  # fmt: skip


def _paraf_signed(state: State, act: Act) -> None:
    data = act.data
    add_file(
        state, act, "paraf", made_at=act.when, level=data["level"], trust=data["trust"],
        certificate=data["certificate"],
    )  # fmt: skip


def _paraf_given(state: State, act: Act) -> None:
    version = _version(act)
    if state.row("report_version", version).columns["thawed_at"] is not None:
        raise Unfoldable("bekuan versi ini sudah dibuka")
    ordinal = 1 + sum(1 for _ in state.under("paraf", *version))
    state.add(
        act, "paraf", (*version, ordinal), person=act.by, unit=act.data["unit"], sha256=act.data["sha256"],
        jabatan=act.data["jabatan"], given_at=act.when, withdrawn_at=None, withdraw_reason="",
    )  # fmt: skip


def _paraf_withdrawn(state: State, act: Act) -> None:
    for key, row in state.under("paraf", *_version(act)):
        if row.columns["person"] == act.by and row.columns["withdrawn_at"] is None:
            state.change(act, "paraf", key, withdrawn_at=act.when, withdraw_reason=act.data["reason"])
            return
    raise Unfoldable("orang ini tidak punya paraf yang berlaku pada versi ini")


def _signed(state: State, act: Act) -> None:
    data, signed_at = act.data, act.moment("signed_at")
    row = state.change(
        act, "report_version", _version(act), signed_sha256=data["sha256"], frozen_sha256=data["sha256_frozen"],
        signed_at=signed_at, signed_by=act.by, level=data["level"], trust=data["trust"],
        certificate=data["certificate"],
    )  # fmt: skip
    add_file(
        state, act, "signed", made_at=signed_at, level=data["level"], trust=data["trust"],
        certificate=data["certificate"],
    )  # fmt: skip
    if row.columns["replaces"] is not None:
        state.change(act, "report_revision", _open_revision(state, act), finished_at=signed_at)


def _superseded(state: State, act: Act) -> None:
    row = state.change(act, "report_version", _version(act), superseded_at=act.when)
    data = act.data
    for key, document in list(state.tables.get("issued_document", {}).items()):
        if document.columns["code"] == row.columns["code"]:
            state.change(
                act, "issued_document", key, superseded_at=act.when, successor=data["code"],
                superseded_reason=data["reason"],
            )  # fmt: skip


def _timestamped(state: State, act: Act) -> None:
    signed = state.row("report_version", _version(act)).columns
    add_file(
        state, act, "extended", made_at=act.when, level=act.data["level"], trust=signed["trust"],
        certificate=signed["certificate"],
    )  # fmt: skip


def _revision_opened(state: State, act: Act) -> None:
    report = act.number("report")
    ordinal = 1 + sum(1 for _ in state.under("report_revision", report))
    state.add(
        act, "report_revision", (report, ordinal), replaces=act.data["replaces"], reason=act.data["reason"],
        opened_at=act.when, opened_by=act.by, finished_at=None, cancelled_at=None, cancelled_by=None,
    )  # fmt: skip


def _revision_cancelled(state: State, act: Act) -> None:
    state.change(act, "report_revision", _open_revision(state, act), cancelled_at=act.when, cancelled_by=act.by)


def add_file(
    state: State, act: Act, kind: str, *, made_at: Value, level: Value = "", trust: Value = "", certificate: Value = ""
) -> None:
    """The next file of the version that the event is about; its digest is the event's `sha256`."""
    digest, (report, no) = act.data["sha256"], _version(act)
    ordinal = 1 + sum(1 for _ in state.under("report_file", report, no))
    state.add(
        act, "report_file", (report, no, ordinal), kind=kind, sha256=digest, level=level, trust=trust,
        certificate=certificate, made_at=made_at, made_by=act.by,
    )  # fmt: skip
    code = str(state.row("report_version", (report, no)).columns["code"])
    _issued(state, act, digest, kind=kind, code=code)


def _issued(state: State, act: Act, digest: str, *, kind: str, code: str) -> None:
    # The same bytes frozen again keep their first entry.
    if (digest,) not in state.tables.get("issued_document", {}):
        state.add(
            act, "issued_document", (digest,), kind=kind, about=act.object, code=code, issued_at=act.when,
            title=_title(state, act), superseded_at=None, successor=None, superseded_reason="",
        )  # fmt: skip


def _title(state: State, act: Act) -> str:
    """What the register calls a version: the run's own title and the version's number."""
    report, no = _version(act)
    run = state.row("report", (report,)).columns["run"]
    assert isinstance(run, int)
    return f"Laporan {state.row('run', (run,)).columns['title']}, versi {no}"


def _open_revision(state: State, act: Act) -> tuple[str | int, ...]:
    for key, row in state.under("report_revision", act.number("report")):
        if row.columns["finished_at"] is None and row.columns["cancelled_at"] is None:
            return key
    raise Unfoldable("tidak ada penggantian yang sedang dibuka")


def _being_replaced(state: State, act: Act) -> tuple[Value, Value]:
    """The number of the signed version that this frozen one is to replace, and which of the revisions says so."""
    if not any(row.columns["signed_at"] for _, row in state.under("report_version", act.number("report"))):
        return None, None
    key = _open_revision(state, act)
    return state.row("report_revision", key).columns["replaces"], key[1]


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
    "report:paraf-given": _paraf_given,
    "report:paraf-signed": _paraf_signed,
    "report:paraf-withdrawn": _paraf_withdrawn,
    "report:rendered": _requested,
    "report:requested": _requested,
    "report:revision-cancelled": _revision_cancelled,
    "report:revision-opened": _revision_opened,
    "report:sealed": _sealed,
    "report:signed": _signed,
    "report:superseded": _superseded,
    "report:thawed": _thawed,
    "report:timestamped": _timestamped,
}
