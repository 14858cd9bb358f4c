"""Where the lines of an SOP's flowchart run: from cells to strokes, before anybody draws them.

A stroke's ends are named places of its cell, so the same flow can be drawn in a table whose rows
grow with their text (percentages) and on paper (numbers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.sop.pelaksana import Duty, Symbol


class At(StrEnum):
    """A place on one axis of a cell. LANE is the strip near the edge where lines turn."""

    START = "start"
    LANE = "lane"
    MID = "mid"
    END = "end"


class Kind(StrEnum):
    FLOW = "flow"
    HELP = "help"
    MEETING = "meeting"
    RETURN = "return"
    RETURN_CONFIRMED = "return-confirmed"


@dataclass(frozen=True, slots=True)
class FlowCell:
    """What the drawing needs to know of a pelaksana cell."""

    symbol: Symbol = Symbol.NONE
    duty: Duty = Duty.NOTHING
    confirmed: bool = False
    no_to: int | None = None
    no_to_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class FlowStep:
    no: int
    cells: tuple[FlowCell, ...]
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: At
    y1: At
    x2: At
    y2: At
    kind: Kind = Kind.FLOW


@dataclass(slots=True)
class DrawnCell:
    """One cell's share of the drawing; `heads` point "down", "left" or "right" into its symbol."""

    cell: FlowCell
    strokes: list[Stroke] = field(default_factory=list)
    heads: list[tuple[str, Kind]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """ "Ya" below a decision, "Tidak" beside it."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    no: int
    cells: tuple[DrawnCell, ...]
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """How work moves inside a row: along `main` with arrows; `helpers` are joined to it without."""

    main: tuple[int, ...]
    helpers: tuple[int, ...] = ()


def lay_out(steps: Sequence[FlowStep]) -> tuple[DrawnRow, ...]:
    """The rows with every stroke: arrows in and between rows, meetings, the way back of a decision."""
    rows = tuple(DrawnRow(step.no, tuple(DrawnCell(cell) for cell in step.cells), step.meeting) for step in steps)
    paths = [_path(step) for step in steps]
    came_from: int | None = None
    for index, (step, row) in enumerate(zip(steps, rows, strict=True)):
        path = paths[index]
        if not path.main:
            if came_from is not None:
                row.cells[came_from].strokes.append(Stroke(At.MID, At.START, At.MID, At.END))
            continue
        _inside(row, path)
        entry = _meeting_end(step, path.main, came_from) if step.meeting else path.main[0]
        if came_from is not None:
            _arrive(row, came_from, entry)
        onward = next((after for after in paths[index + 1 :] if after.main), None)
        if onward is None:
            came_from = None
            continue
        came_from = _meeting_end(step, path.main, onward.main[0]) if step.meeting else path.main[-1]
        _leave(row.cells[came_from])
    _ways_back(steps, rows, paths)
    return rows


def _path(step: FlowStep) -> Path:
    drawn = [index for index, cell in enumerate(step.cells) if cell.symbol is not Symbol.NONE]
    if step.meeting:
        return Path(main=tuple(drawn))
    first = [index for index in drawn if step.cells[index].symbol is Symbol.START]
    last = [index for index in drawn if step.cells[index].symbol in (Symbol.DECISION, Symbol.END)]
    boxes = [index for index in drawn if step.cells[index].symbol is Symbol.BOX]
    answering = [index for index in boxes if step.cells[index].duty is Duty.ANSWERS]
    working = answering or (boxes if last else boxes[:1])
    main = (*first, *working, *last)
    return Path(main=main, helpers=tuple(index for index in drawn if index not in main))


def _meeting_end(step: FlowStep, drawn: tuple[int, ...], beside: int | None) -> int:
    """Where a line enters or leaves a meeting: straight on where it can, else at the one who answers."""
    if beside in drawn:
        return beside
    return next((index for index in drawn if step.cells[index].duty is Duty.ANSWERS), drawn[0])


def _inside(row: DrawnRow, path: Path) -> None:
    if row.meeting:
        for left, right in zip(path.main, path.main[1:], strict=False):
            _across(row, left, right, At.MID, Kind.MEETING)
        return
    for here, there in zip(path.main, path.main[1:], strict=False):
        _across(row, here, there, At.MID, Kind.FLOW)
        row.cells[there].heads.append(("left" if there < here else "right", Kind.FLOW))
    for helper in path.helpers:
        nearest = min(path.main, key=lambda index: abs(index - helper))
        _across(row, helper, nearest, At.MID, Kind.HELP)


def _across(row: DrawnRow, here: int, there: int, y: At, kind: Kind) -> None:
    """A horizontal line from the middle of one cell to the middle of another."""
    left, right = sorted((here, there))
    row.cells[left].strokes.append(Stroke(At.MID, y, At.END, y, kind))
    for between in range(left + 1, right):
        row.cells[between].strokes.append(Stroke(At.START, y, At.END, y, kind))
    row.cells[right].strokes.append(Stroke(At.START, y, At.MID, y, kind))


def _leave(cell: DrawnCell) -> None:
    cell.strokes.append(Stroke(At.MID, At.MID, At.MID, At.END))
    if cell.cell.symbol is Symbol.DECISION:
        cell.answers.append("Ya")


def _arrive(row: DrawnRow, came_from: int, entry: int) -> None:
    turn = At.MID if came_from == entry else At.LANE
    row.cells[came_from].strokes.append(Stroke(At.MID, At.START, At.MID, turn))
    if came_from != entry:
        _across(row, came_from, entry, At.LANE, Kind.FLOW)
        row.cells[entry].strokes.append(Stroke(At.MID, At.LANE, At.MID, At.MID))
    row.cells[entry].heads.append(("down", Kind.FLOW))


def _ways_back(steps: Sequence[FlowStep], rows: tuple[DrawnRow, ...], paths: list[Path]) -> None:
    """Draw a decision's "Tidak" where the way is free; where it isn't, the page still says it in words."""
    at = {step.no: index for index, step in enumerate(steps)}
    for index, step in enumerate(steps):
        for column, cell in enumerate(step.cells):
            back = at.get(cell.no_to) if cell.no_to is not None else None
            if cell.symbol is not Symbol.DECISION or back is None or back >= index or not paths[back].main:
                continue
            rows[index].cells[column].answers.append("Tidak")
            target = paths[back].main[-1]
            if _free(steps[back], column, target):
                kind = Kind.RETURN_CONFIRMED if cell.no_to_confirmed else Kind.RETURN
                _way_back(rows, index, back, column, target, kind)


def _free(step: FlowStep, column: int, target: int) -> bool:
    low, high = sorted((column, target))
    return all(step.cells[between].symbol is Symbol.NONE for between in range(low, high + 1) if between != target)


def _way_back(rows: tuple[DrawnRow, ...], index: int, back: int, column: int, target: int, kind: Kind) -> None:
    rows[index].cells[column].strokes += [
        Stroke(At.MID, At.MID, At.LANE, At.MID, kind),
        Stroke(At.LANE, At.MID, At.LANE, At.START, kind),
    ]
    for between in range(back + 1, index):
        rows[between].cells[column].strokes.append(Stroke(At.LANE, At.START, At.LANE, At.END, kind))
    cells = rows[back].cells
    cells[column].strokes.append(Stroke(At.LANE, At.END, At.LANE, At.MID, kind))
    edge = At.MID if target == column else (At.END if target > column else At.START)
    cells[column].strokes.append(Stroke(At.LANE, At.MID, edge, At.MID, kind))
    step = 1 if target > column else -1
    for between in range(column + step, target, step):
        cells[between].strokes.append(Stroke(At.START, At.MID, At.END, At.MID, kind))
    if target != column:
        near = At.START if target > column else At.END
        cells[target].strokes.append(Stroke(near, At.MID, At.MID, At.MID, kind))
    cells[target].heads.append(("right" if target >= column else "left", kind))
