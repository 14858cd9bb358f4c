"""Comparing one table: equal, changed, missing, too many, and the words for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.inspection.differences import Shape, compare, exact, printed
from app.inspection.fold import Span
from app.inspection.fold.state import Columns, Row

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SHAPE = Shape("run", "run:{0}", "pelaksanaan {0}", {"at": "waktu perintah", "reason": "alasan"})


def expected(**columns: object) -> dict[tuple[str | int, ...], Row]:
    return {(1,): Row(57, columns)}  # type: ignore[arg-type]


def actual(**columns: object) -> list[tuple[tuple[str | int, ...], Columns]]:
    return [((1,), columns)]  # type: ignore[list-item]


def test_equal_rows_differ_in_nothing() -> None:
    assert list(compare(SHAPE, expected(at=Span(AT, AT), reason=""), actual(at=AT, reason=""))) == []


def test_a_column_that_the_log_does_not_tell_is_not_compared() -> None:
    assert list(compare(SHAPE, expected(reason=""), actual(at=AT, reason=""))) == []


def test_a_changed_value_is_named_with_both_values() -> None:
    (found,) = compare(SHAPE, expected(at=Span(AT, AT)), actual(at=AT - timedelta(hours=1), reason=""))
    assert found.name == "run run:1 at"
    assert found.sentence == (
        "Pelaksanaan 1: waktu perintah di tabel 23-11-2026 08.00.00 WITA, "
        "menurut log (rekaman 57) 23-11-2026 09.00.00 WITA."
    )


def test_a_difference_below_the_second_is_still_told_apart() -> None:
    (found,) = compare(SHAPE, expected(at=Span(AT, AT)), actual(at=AT + timedelta(microseconds=5), reason=""))
    assert "01:00:00.000005" in found.sentence
    assert "01:00:00.000000" in found.sentence


def test_a_missing_row_names_the_record_that_told_of_it() -> None:
    (found,) = compare(SHAPE, expected(reason=""), [])
    assert found.record() == {
        "place": "run run:1", "column": "", "in_log": "ada", "in_table": "tidak ada",
        "sentence": "Pelaksanaan 1 tercatat dalam log (rekaman 57), tetapi tidak ada di tabel run.",
    }  # fmt: skip


def test_a_row_too_many_is_named() -> None:
    (found,) = compare(SHAPE, {}, actual(reason=""))
    assert found.sentence == "Pelaksanaan 1 ada di tabel run, tetapi tidak pernah tercatat dalam log."


def test_nothing_is_printed_as_nothing() -> None:
    assert (printed(None), printed(""), printed("a"), printed(3)) == ("kosong", "kosong", "“a”", "“3”")
    assert (exact(None), exact(3), exact(AT)) == ("", "3", "2026-11-23T01:00:00.000000+00:00")
