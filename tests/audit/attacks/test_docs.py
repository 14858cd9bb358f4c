"""The threat model names every class of attack that is tried, and no test that isn't there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.audit.attacks.on_office import LOG_ATTACKS
from tests.audit.attacks.on_state import RESTORE_ATTACKS, STATE_ATTACKS
from tests.audit.attacks.on_stick import ATTACKS

HERE = Path(__file__).parent
MODEL = (Path(__file__).parents[3] / "docs" / "reference" / "threat-model.md").read_text(encoding="utf-8")
CLASSES = {"stick": ATTACKS, "log": LOG_ATTACKS, "state": STATE_ATTACKS, "restore": RESTORE_ATTACKS}
TRIED = [f"test_the_{where}[{name}]" for where, attacks in CLASSES.items() for name in attacks]


@pytest.mark.parametrize("test", TRIED)
def test_every_class_stands_in_the_table(test: str) -> None:
    assert re.search(rf"^\|.*`{re.escape(test)}`.*\|$", MODEL, re.MULTILINE), (
        "put it into docs/reference/threat-model.md"
    )


def test_every_test_of_the_table_is_there() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    named = re.findall(r"`(test_\w+)(\[[\w-]+\])?`", re.sub(r"^(?!\|).*$", "", MODEL, flags=re.MULTILINE))
    assert named
    for function, parameter in named:
        assert f"def {function}(" in written, function
        assert not parameter or function + parameter in TRIED, function + parameter


def test_the_model_fits_two_printed_pages() -> None:
    assert len(MODEL.splitlines()) <= 120
