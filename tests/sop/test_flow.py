"""The flowchart's lines: they meet at the cells' edges, arrive with a head, and leave no gap."""

from hypothesis import given
from hypothesis import strategies as st

from app.sop.document import ParsedSop
from app.sop.flow import At, DrawnRow, FlowCell, FlowStep, Kind, lay_out
from app.sop.pelaksana import Duty, Source, Symbol, plan_for


def steps_of(parsed: ParsedSop) -> tuple[FlowStep, ...]:
    plan = plan_for(parsed)
    return tuple(
        FlowStep(
            step.no,
            tuple(
                FlowCell(cell.symbol, cell.duty, cell.source is not Source.SIMPULAN, cell.no_to)
                for cell in (plan.cell(step.no, role) for role in plan.roles)
            ),
            step.no in plan.meetings,
        )
        for step in parsed.steps
    )


def heads(row: DrawnRow) -> list[list[str]]:
    return [[direction for direction, _kind in cell.heads] for cell in row.cells]


def test_the_order_goes_down_from_the_sekretaris_to_the_kabag(parsed: ParsedSop):
    rows = lay_out(steps_of(parsed))
    assert heads(rows[0]) == [[], [], [], []]
    assert heads(rows[1]) == [[], ["down"], [], []]


def test_step_five_runs_from_the_kabag_to_the_diamond(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[4]
    assert heads(row) == [["left"], ["down"], [], []]
    assert row.cells[0].answers == ["Ya", "Tidak"]


def test_the_way_back_ends_in_step_four_and_is_unconfirmed(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[3]
    assert ("right", Kind.RETURN) in row.cells[2].heads
    assert any(stroke.kind is Kind.RETURN for stroke in row.cells[1].strokes)


def test_a_meeting_joins_its_boxes_without_heads_of_its_own(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[5]
    joined = [sum(stroke.kind is Kind.MEETING for stroke in cell.strokes) for cell in row.cells]
    assert joined == [1, 2, 2, 1]
    assert heads(row) == [["down"], [], [], []]


def test_the_last_step_ends_at_the_sekretaris_and_nothing_leaves_it(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[6]
    assert heads(row) == [["left"], [], ["down"], []]
    assert not any(stroke.y2 is At.END for cell in row.cells for stroke in cell.strokes)


def test_who_helps_is_joined_without_a_head(parsed: ParsedSop):
    row = lay_out(steps_of(parsed))[3]
    assert [stroke.kind for stroke in row.cells[3].strokes] == [Kind.HELP]
    assert heads(row)[3] == []


def test_a_way_back_that_is_not_free_is_said_but_not_drawn():
    box, decision = FlowCell(Symbol.BOX, Duty.ANSWERS), FlowCell(Symbol.DECISION, no_to=1)
    steps = [
        FlowStep(1, (FlowCell(Symbol.BOX), FlowCell(), box)),
        FlowStep(2, (decision, FlowCell(), FlowCell())),
    ]
    rows = lay_out(steps)
    assert "Tidak" in rows[1].cells[0].answers
    assert not any(stroke.kind is Kind.RETURN for row in rows for cell in row.cells for stroke in cell.strokes)


def test_a_row_without_symbols_lets_the_line_through():
    box = FlowCell(Symbol.BOX, Duty.ANSWERS)
    rows = lay_out([FlowStep(1, (box,)), FlowStep(2, (FlowCell(),)), FlowStep(3, (box,))])
    (through,) = rows[1].cells[0].strokes
    assert (through.y1, through.y2) == (At.START, At.END)


CELLS = st.builds(
    FlowCell,
    symbol=st.sampled_from(list(Symbol)),
    duty=st.sampled_from(list(Duty)),
    confirmed=st.booleans(),
    no_to=st.one_of(st.none(), st.integers(1, 6)),
)


@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(st.booleans(), st.tuples(*[CELLS] * width)), max_size=6))
)
def test_lines_that_reach_an_edge_go_on_beyond_it(drawn: list):
    rows = lay_out([FlowStep(no, cells, meeting) for no, (meeting, cells) in enumerate(drawn, start=1)])
    for row in rows:
        for left, right in zip(row.cells, row.cells[1:], strict=False):
            assert touching(left, "x", At.END) == touching(right, "x", At.START)
    for above, below in zip(rows, rows[1:], strict=False):
        for upper, lower in zip(above.cells, below.cells, strict=True):
            assert touching(upper, "y", At.END) == touching(lower, "y", At.START)


def touching(cell, axis: str, edge: At) -> set:
    """Where strokes touch an edge: the place on the other axis, and the kind of line."""
    other = "y" if axis == "x" else "x"
    ends = [(stroke, number) for stroke in cell.strokes for number in "12"]
    return {
        (getattr(stroke, f"{other}{number}"), stroke.kind)
        for stroke, number in ends
        if getattr(stroke, f"{axis}{number}") is edge
    }
