"""The application with a signer beside it: it signs through it, goes on without it, and never holds the key."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app

from app.audit import SYSTEM, Tag, record
from app.audit.actions import make_checkpoint, refuse_shortened_log, seal_soon
from app.audit.checkpoint import BadNote
from app.audit.epochs import begin_epoch, vkeys
from app.audit.errors import CheckpointTooEarly, KeyUnknown, LogTruncated, SignerAway, SignerRefused
from app.audit.integrity import check_log
from app.audit.queries import head, newest_checkpoint
from app.audit.recent import recent_problem
from app.audit.signer.__main__ import main
from app.audit.signer_client import Signer
from app.audit.tasks import seal_log
from app.clock.current import SetClock
from app.extensions import db
from app.settings import ROOT
from app.web.background import work_off
from app.web.transaction import writing
from tests.audit.test_epochs import HADI, RINA, back_to  # noqa: F401
from tests.conftest import build
from tests.instances import copy_instance, discard_instance

WARM = """
import codecs, locale, os, sys
from pathlib import Path
from app.audit.signer.__main__ import _parser, main
from app.audit.signer_client import Signer
codecs.lookup("ascii")
_parser().format_help()
"""
"""Everything is imported while still root: the interpreter may stand where other users can't read."""

AS_ANOTHER = (
    WARM
    + """
if len(sys.argv) > 4:
    group, user = map(int, sys.argv[4].split(":"))
    os.setgroups([]), os.setgid(group), os.setuid(user)
sys.exit(main(["--key", sys.argv[1], "--state", sys.argv[2], "--socket", sys.argv[3]]))
"""
)


class Beside:
    """The signer, its folder and its socket."""

    def __init__(self, place: Path) -> None:
        self.own, self.socket = place / "penanda", place / "alamat" / "log.sock"
        self.process: subprocess.Popen[str] | None = None
        self.socket.parent.mkdir()

    def start(self, user: str = "") -> None:
        own = [str(self.own / "log.key"), str(self.own / "state"), str(self.socket)]
        command = [sys.executable, "-c", AS_ANOTHER, *own, *([user] if user else [])]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert "siap" in self.process.stdout.readline()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def operator(self, *arguments: str) -> None:
        main(["--key", str(self.own / "log.key"), "--state", str(self.own / "state"), *arguments])


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    found = Beside(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def app(template_instance: Path, tmp_path: Path, clock: SetClock, beside: Beside) -> Iterator[Flask]:
    instance = copy_instance(template_instance, tmp_path / "instance")
    for name in ("keys/log.ed25519", "checkpoints"):
        assert not (instance / name).exists()
    app = build(instance, clock, log_signer=str(beside.socket))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    discard_instance(instance)


def seal(clock: SetClock) -> int:
    with writing():
        return make_checkpoint(at=clock.at).size


def own_key() -> Path:
    return Path(current_app.instance_path) / "keys" / "log.ed25519"


def test_it_signs_through_the_signer_and_has_no_key(beside: Beside, log_of: Any, clock: SetClock) -> None:
    beside.start()
    for events in (1, 4, 300):
        size = len(log_of(events))
        assert seal(clock) == size
        assert Signer(beside.socket).state().size == size
    assert check_log().ok
    assert recent_problem() == ""
    assert not own_key().exists()


def test_without_it_the_checks_go_on_and_nothing_is_signed(beside: Beside, log_of: Any, clock: SetClock) -> None:
    beside.start()
    log_of(2)
    sealed = seal(clock)
    beside.stop()
    size = len(log_of(3))
    with pytest.raises(SignerAway):
        seal(clock)
    seal_log()
    point, now = newest_checkpoint(), head()
    assert point is not None and now is not None
    assert (point.size, now.size) == (sealed, size)
    assert (check_log().ok, recent_problem()) == (True, "")
    refuse_shortened_log()
    assert vkeys()
    beside.start()
    seal_log()
    point = newest_checkpoint()
    assert point is not None and point.size == size


def test_before_it_ever_answered_the_office_works_too(beside: Beside, log_of: Any, clock: SetClock) -> None:
    assert log_of(2)
    seal_log()
    refuse_shortened_log()
    assert newest_checkpoint() is None
    with pytest.raises(KeyUnknown):
        vkeys()
    assert not own_key().exists()


def test_one_that_listens_but_says_nothing_is_away(
    beside: Beside, log_of: Any, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.audit.signer_client.PATIENCE", 0.2)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dumb:
        dumb.bind(str(beside.socket))
        dumb.listen()
        log_of(1)
        with pytest.raises(SignerAway):
            seal(clock)


def test_what_may_still_be_rolled_back_is_not_shown_to_it(
    beside: Beside, act: Callable[..., Any], clock: SetClock
) -> None:
    beside.start()
    with pytest.raises(CheckpointTooEarly), writing():
        act()
        make_checkpoint(at=clock.at)
    assert Signer(beside.socket).state().size == 0


def test_what_an_act_wants_sealed_is_sealed_once_it_is_committed(
    beside: Beside, app: Flask, act: Callable[..., Any], clock: SetClock
) -> None:
    beside.start()
    with writing():
        event = act().seq
        seal_soon(at=clock.at)
    assert newest_checkpoint() is None
    work_off(app)
    db.session.rollback()
    point = newest_checkpoint()
    assert point is not None and point.size == event


def test_a_signature_that_the_database_lost_is_given_again(beside: Beside, log_of: Any, clock: SetClock) -> None:
    beside.start()
    log_of(3)

    def fail() -> None:
        with writing():
            make_checkpoint(at=clock.at)
            raise RuntimeError("the machine stopped")

    with pytest.raises(RuntimeError):
        fail()
    size = seal(clock)
    assert Signer(beside.socket).state().size == size
    log_of(1)
    assert seal(clock) == size + 1


def test_a_log_cut_with_all_its_checkpoints_is_not_signed(
    beside: Beside,
    log_of: Any,
    clock: SetClock,
    back_to: Any,  # noqa: F811
) -> None:
    beside.start()
    size = len(log_of(3))
    log_of(5)
    seal(clock)
    back_to(size)
    for file in (Path(current_app.instance_path) / "checkpoints").iterdir():
        file.unlink()
    with pytest.raises(LogTruncated, match="its signer signed"):
        seal(clock)


def test_a_rewritten_log_is_not_signed(beside: Beside, log_of: Any, clock: SetClock, back_to: Any) -> None:  # noqa: F811
    beside.start()
    size = len(log_of(3))
    log_of(2)
    signed = seal(clock)
    back_to(size)
    for file in (Path(current_app.instance_path) / "checkpoints").iterdir():
        file.unlink()
    with writing():
        for number in range(9):
            data = {"attempt": number, "started_at": "2026-11-23T01:00:00Z"}
            record(Tag.STEP_STARTED, by=SYSTEM, about="run:9/step:9", at=clock.at, data=data)
    with pytest.raises(SignerRefused, match=f"tidak melanjutkan yang sudah ditandatangani .{signed}"):
        seal(clock)


def test_a_new_epoch_waits_for_the_signers_own_operator(
    beside: Beside,
    log_of: Any,
    clock: SetClock,
    back_to: Any,  # noqa: F811
) -> None:
    beside.start()
    size = len(log_of(3))
    log_of(5)
    newest = seal(clock)
    back_to(size)
    with writing():
        event = begin_epoch(
            by=SYSTEM, at=clock.at, backup="b", reason="Cakram rusak", first=RINA, second=HADI, head_size=None
        )
        said = event.data
    assert said["known_size"] == newest
    with pytest.raises(SignerRefused, match="masa 1, log ada pada masa 2"):
        seal(clock)
    assert check_log().ok, "what it has not signed yet needs no key"
    assert recent_problem() == ""
    beside.operator("--new-epoch", "--size", str(said["backup_size"]), "--root", said["backup_root"])
    assert seal(clock) == size + 1
    assert check_log().ok
    assert len(vkeys()) == 2


def test_a_restore_knows_what_only_the_signer_remembers(
    beside: Beside,
    log_of: Any,
    clock: SetClock,
    back_to: Any,  # noqa: F811
) -> None:
    beside.start()
    log_of(3)
    size = seal(clock)
    log_of(5)
    newest = seal(clock)
    back_to(size)
    (Path(current_app.instance_path) / "checkpoints" / f"{head().log}.txt").unlink()  # type: ignore[union-attr]
    with writing():
        said = begin_epoch(by=SYSTEM, at=clock.at, backup="b", reason="r", first=RINA, second=HADI).data
    assert (said["known_size"], said["lost"]) == (newest, newest - size)


def test_another_signer_in_its_place_is_found(beside: Beside, log_of: Any, clock: SetClock, tmp_path: Path) -> None:
    beside.start()
    log_of(2)
    seal(clock)
    beside.stop()
    beside.own = tmp_path / "palsu"
    beside.start()
    assert (check_log().ok, check_log().kind) == (False, "tanda-tangan")


def test_an_office_that_signed_itself_hands_its_key_over(
    beside: Beside, app: Flask, log_of: Any, clock: SetClock
) -> None:
    apart = app.config["SETTINGS"]
    app.config["SETTINGS"] = apart.model_copy(update={"log_signer": ""})
    log_of(3)
    sealed = seal(clock)
    app.config["SETTINGS"] = apart
    size = len(log_of(2))

    beside.start()  # with a key of its own: not the one that signed so far
    with pytest.raises(BadNote):
        seal(clock)
    seal_log()
    beside.stop()
    point = newest_checkpoint()
    assert point is not None and point.size == sealed

    shutil.rmtree(beside.own)
    beside.own.mkdir()
    own_key().rename(beside.own / "log.key")
    beside.operator("--adopt", str(Path(current_app.instance_path) / "checkpoints" / f"{head().log}.txt"))  # type: ignore[union-attr]
    beside.start()
    assert seal(clock) == size
    assert check_log().ok
    assert not own_key().exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can start a process as another user.")
class TestUnderTwoUsers:
    WEB, PENANDA = 61_002, 61_001

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        """A folder that other users can reach, the signer's own in it."""
        for folder in (tmp_path, *tmp_path.parents):
            if folder != Path("/tmp") and folder.is_relative_to("/tmp"):
                folder.chmod(0o755)
        return tmp_path

    @pytest.fixture
    def apart(self, place: Path, beside: Beside) -> Beside:
        beside.own.mkdir(mode=0o700)
        os.chown(beside.own, self.PENANDA, self.WEB)
        os.chown(beside.socket.parent, self.PENANDA, self.WEB)
        beside.socket.parent.chmod(0o750)
        beside.start(f"{self.WEB}:{self.PENANDA}")
        return beside

    def as_user(self, user: int, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        became = f"os.setgroups([]); os.setgid({user}); os.setuid({user})\n"
        command = [sys.executable, "-c", WARM + became + program, *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    def test_the_web_gets_signatures_but_never_the_key(self, apart: Beside, log_of: Any, clock: SetClock) -> None:
        size = len(log_of(3))
        assert seal(clock) == size
        asked = self.as_user(self.WEB, "print(Signer(Path(sys.argv[1])).state().size)", apart.socket)
        assert asked.stdout.strip() == str(size), asked.stderr
        for secret in (apart.own / "log.key", apart.own / "state" / "state.json"):
            assert secret.exists()
            denied = self.as_user(self.WEB, "open(sys.argv[1], 'rb')", secret)
            assert "PermissionError" in denied.stderr
            replaced = self.as_user(self.WEB, "open(sys.argv[1], 'wb')", secret)
            assert "PermissionError" in replaced.stderr

    def test_the_web_begins_no_epoch(self, apart: Beside) -> None:
        begun = self.as_user(
            self.WEB, "main(sys.argv[1:])",
            "--key", apart.own / "log.key", "--state", apart.own / "state", "--new-epoch", "--size", 0,
            "--root", "00" * 32,
        )  # fmt: skip
        assert (begun.returncode, "Permission denied" in begun.stderr) == (1, True), begun.stderr
        assert Signer(apart.socket).state().epoch == 1

    def test_a_third_user_is_not_even_heard(self, apart: Beside) -> None:
        stranger = self.as_user(61_003, "Signer(Path(sys.argv[1])).state()", apart.socket)
        assert "SignerAway" in stranger.stderr
