"""What the application itself writes, through the verifier that shares nothing with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.actions import make_checkpoint
from app.audit.epochs import vkeys
from app.audit.record_proof import record_proof
from app.audit.verify.package import verify_package
from app.audit.verify.proof import read_proof
from app.clock.current import SetClock
from app.web.transaction import writing
from tests.audit.logs import Story


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_a_package_by_the_writer_is_whole(story: Story) -> None:
    verdict = verify_package(story.pack())
    assert verdict.ok, verdict.sentence
    assert (verdict.events, verdict.files, verdict.notes) == (5, 2, [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(st.data())
def test_any_flipped_bit_of_it_is_refused(story: Story, data: st.DataObject) -> None:
    path = story.folder / "paket.zip"
    whole = bytearray((path if path.exists() else story.pack()).read_bytes())
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    damaged = story.folder / "rusak.zip"
    damaged.write_bytes(whole)
    assert not verify_package(damaged).ok, f"bit {bit}"


def test_a_record_of_the_database_is_proven(log_of: Callable[[int], list[bytes]], clock: SetClock) -> None:
    bodies = log_of(9)
    with writing():
        make_checkpoint(at=clock.at)
    for seq in range(1, len(bodies) + 1):
        text = record_proof(seq)
        assert text is not None
        assert read_proof(text, "".join(vkeys())).event["seq"] == seq
