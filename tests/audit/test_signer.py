"""The signer beside the application: it signs what continues, whatever else it is asked, and forgets nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.checkpoint import Checkpoint, join_notes, origin_of, read_note, sign
from app.audit.errors import SignerAway, SignerRefused
from app.audit.keys import create_key, read_key
from app.audit.merkle import leaf_hash
from app.audit.proofs import consistency_proof, root_hash
from app.audit.signer import server
from app.audit.signer.__main__ import main
from app.audit.signer.authority import Authority
from app.audit.signer.state import Folder, State
from app.audit.signer_client import Signer
from app.settings import ROOT
from tests.audit.logs import LOG
from tests.audit.test_proofs import lookup

LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]
OTHERS = [leaf_hash(b"lain"), *LEAVES[1:]]


def root(size: int, leaves: list[bytes] = LEAVES) -> str:
    return root_hash(size, lookup(leaves[:size])).hex()


def question(old: int, new: int, leaves: list[bytes] = LEAVES, **other: Any) -> dict[str, Any]:
    proof = [one.hex() for one in consistency_proof(old, new, lookup(leaves[:new]))] if old <= new else []
    asked = {"ask": "sign", "log": LOG, "epoch": 1, "size": new, "root": root(new, leaves), "old_size": old}
    return asked | {"proof": proof} | other


@dataclass
class Penanda:
    """A signer without its socket."""

    folder: Folder
    authority: Authority

    def ask(self, asked: Any) -> dict[str, Any]:
        line = asked if isinstance(asked, bytes) else json.dumps(asked).encode() + b"\n"
        told: dict[str, Any] = json.loads(self.authority.answer(line))
        return told

    @property
    def state(self) -> State:
        state = self.folder.read()
        assert state is not None
        return state


@pytest.fixture
def penanda(tmp_path: Path) -> Penanda:
    key = tmp_path / "kunci" / "log.ed25519"
    key.parent.mkdir()
    create_key(key)
    folder = Folder(tmp_path / "keadaan")
    with folder.locked():
        folder.write(State(keys={"1": read_key(key).public_key().public_bytes_raw().hex()}))
    return Penanda(folder, Authority(read_key(key), folder))


class TestWhatItSigns:
    def test_a_log_that_continues(self, penanda: Penanda) -> None:
        for old, new in ((0, 3), (3, 4), (4, 16), (16, 33), (33, 33)):
            note = penanda.ask(question(old, new))["note"]
            point = read_note(note, origin=origin_of(LOG), key=penanda.authority.key.public_key())
            assert (point.size, point.root.hex()) == (new, root(new))
            assert (penanda.state.size, penanda.state.root) == (new, root(new))

    def test_the_same_again_is_the_same_note(self, penanda: Penanda) -> None:
        assert penanda.ask(question(0, 9)) == penanda.ask(question(9, 9))

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            (question(9, 8), "lebih pendek"),
            (question(9, 12, OTHERS), "tidak melanjutkan"),
            (question(9, 9, OTHERS), "tidak melanjutkan"),
            (question(9, 12) | {"root": root(12, OTHERS)}, "tidak melanjutkan"),
            (question(9, 12) | {"proof": question(9, 12)["proof"][:-1]}, "tidak melanjutkan"),
            (question(0, 12), "tidak mulai dari 9"),
            (question(8, 12), "tidak mulai dari 9"),
            (question(9, 12, epoch=2), "masa baru dimulai oleh operatornya"),
            (question(9, 12, log="0" * 32), "milik log lain"),
        ],
    )
    def test_nothing_else(self, penanda: Penanda, asked: dict[str, Any], why: str) -> None:
        penanda.ask(question(0, 9))
        before = penanda.state
        told = penanda.ask(asked)
        assert (told["ok"], why in told["why"]) == (False, True), told
        assert penanda.state == before

    def test_the_state_is_on_the_disk_before_the_signature_is_given(
        self, penanda: Penanda, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        penanda.ask(question(0, 9))
        monkeypatch.setattr(os, "fsync", full)
        assert "note" not in penanda.ask(question(9, 12))
        monkeypatch.undo()
        assert penanda.state.size == 9
        assert penanda.ask(question(9, 12))["ok"]

    def test_a_damaged_state_signs_nothing(self, penanda: Penanda) -> None:
        for damage in ("", "{}x", "[]", '{"other": 1}', '{"size": '):
            penanda.folder.file.write_text(damage, encoding="ascii")
            assert penanda.ask(question(0, 9))["ok"] is False
            assert penanda.ask({"ask": "state"})["ok"] is False

    def test_without_a_state_nothing_is_signed(self, penanda: Penanda) -> None:
        penanda.folder.file.unlink()
        assert penanda.ask(question(0, 9))["ok"] is False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
HONEST = question(9, 12)
BENT = st.fixed_dictionaries({}, optional=dict.fromkeys(HONEST, JSON))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=400) | st.just(b"[" * 9000))
def test_whatever_it_is_asked_it_answers(penanda: Penanda, asked: bytes) -> None:
    assert penanda.ask(asked)["ok"] is False
    assert penanda.state.size == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bent=BENT)
def test_a_bent_question_signs_nothing(penanda: Penanda, bent: dict[str, Any]) -> None:
    penanda.folder.write(replace(penanda.state, log=LOG, size=9, root=root(9)))
    told = penanda.ask(HONEST | bent)
    assert told["ok"] is (HONEST | bent == HONEST)
    assert penanda.state.size == (12 if told["ok"] else 9)


# --- The process ----------------------------------------------------------------------------------


@dataclass
class Started:
    process: subprocess.Popen[str]
    socket: Path
    key: Path
    state: Path

    @property
    def signer(self) -> Signer:
        return Signer(self.socket)


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def started(*extra: str) -> Started:
        own = tmp_path / "penanda"
        paths = Started(None, tmp_path / "s" / "log.sock", own / "log.key", own / "st")  # type: ignore[arg-type]
        paths.socket.parent.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "app.audit.signer", "--key", str(paths.key), "--state", str(paths.state)]
        process = subprocess.Popen(
            [*command, "--socket", str(paths.socket), *extra], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "siap" in line, line
        paths.process = process
        return paths

    yield started
    for process in running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def point(size: int, leaves: list[bytes] = LEAVES) -> Checkpoint:
    return Checkpoint(origin_of(LOG), size, bytes.fromhex(root(size, leaves)))


def signed(signer: Signer, size: int) -> str:
    before = signer.state().size
    proof = consistency_proof(before, size, lookup(LEAVES[:size]))
    return signer.sign(log=LOG, epoch=1, checkpoint=point(size), old_size=before, proof=proof)


def test_it_goes_on_where_it_stopped(start: Start) -> None:
    one = start()
    signed(one.signer, 7)
    assert stat.S_IMODE(one.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(one.state.stat().st_mode) == 0o700
    assert stat.S_IMODE(one.socket.stat().st_mode) == 0o660
    one.process.send_signal(signal.SIGTERM)
    assert one.process.wait(10) == 0
    assert not one.socket.exists()
    with pytest.raises(SignerAway):
        one.signer.state()
    two = start()
    assert two.signer.state().size == 7
    with pytest.raises(SignerRefused, match="tidak melanjutkan"):
        two.signer.sign(log=LOG, epoch=1, checkpoint=point(7, OTHERS), old_size=7, proof=[])


def test_one_that_was_killed_leaves_a_socket_that_is_replaced(start: Start) -> None:
    one = start()
    one.process.kill()
    one.process.wait()
    assert one.socket.exists()
    assert start().signer.state().size == 0


def test_people_who_send_rubbish_or_nothing_keep_nobody_else_waiting(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start()
    for rubbish in (b"", b"\n", b"x" * 100, b"x" * (server.LARGEST_QUESTION * 4), b'{"ask":', b"\xff\xfe\n"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as rude:
            rude.connect(str(one.socket))
            try:
                rude.sendall(rubbish)
                rude.shutdown(socket.SHUT_WR)
                rude.settimeout(5)
                while rude.recv(4096):
                    pass
            except OSError:
                pass  # it hangs up on too much
    silent = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    silent.connect(str(one.socket))
    began = time.monotonic()
    monkeypatch.setattr("app.audit.signer_client.PATIENCE", 10.0)
    assert signed(one.signer, 5)
    assert time.monotonic() - began < 3 * server.PATIENCE
    silent.close()
    assert one.process.poll() is None


class TestItsOperator:
    """What only somebody with the signer's own user may do."""

    def run(self, place: Path, *arguments: str) -> None:
        main(["--key", str(place / "k"), "--state", str(place / "st"), *arguments])

    def state(self, place: Path) -> State:
        found = Folder(place / "st").read()
        assert found is not None
        return found

    def test_a_new_epoch_goes_on_from_the_backup(self, tmp_path: Path) -> None:
        create_key(tmp_path / "k")
        folder = Folder(tmp_path / "st")
        public = read_key(tmp_path / "k").public_key().public_bytes_raw().hex()
        with folder.locked():
            folder.write(State(LOG, 1, 20, root(20), {"1": public}))
        self.run(tmp_path, "--new-epoch", "--size", "12", "--root", root(12))
        state = self.state(tmp_path)
        assert (state.epoch, state.size, state.keys) == (2, 12, {"1": public, "2": public})
        authority = Penanda(folder, Authority(read_key(tmp_path / "k"), folder))
        assert authority.ask(question(12, 15))["ok"] is False
        assert authority.ask(question(12, 15, OTHERS, epoch=2))["ok"] is False
        assert authority.ask(question(12, 15, epoch=2))["ok"] is True

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--new-epoch",),
            ("--new-epoch", "--size", "12"),
            ("--new-epoch", "--size", "12", "--root", "xx"),
            ("--new-epoch", "--size", "-1", "--root", "00" * 32),
            ("--new-epoch", "--size", "12", "--root", "00" * 32, "--epoch", "9"),
            ("--new-epoch", "--size", "12", "--root", "00" * 32, "--log", "1" * 32),
        ],
    )
    def test_an_epoch_without_its_place_is_not_begun(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        create_key(tmp_path / "k")
        with Folder(tmp_path / "st").locked():
            Folder(tmp_path / "st").write(State(LOG, 1, 20, root(20), {"1": "aa"}))
        with pytest.raises(SystemExit, match="tidak dapat dimulai"):
            self.run(tmp_path, *arguments)
        assert self.state(tmp_path).epoch == 1

    def test_after_the_loss_of_its_machine_it_begins_an_epoch_with_another_key(self, tmp_path: Path) -> None:
        self.run(tmp_path, "--new-epoch", "--size", "12", "--root", root(12), "--log", LOG, "--epoch", "2")
        assert (self.state(tmp_path).epoch, list(self.state(tmp_path).keys)) == (2, ["2"])

    def test_a_key_that_signed_elsewhere_goes_on_from_what_it_signed(self, tmp_path: Path) -> None:
        create_key(tmp_path / "k")
        notes = [sign(point(size), read_key(tmp_path / "k")) for size in (3, 9)]
        (tmp_path / "terbit.txt").write_text(join_notes(notes), encoding="utf-8")
        with pytest.raises(SystemExit, match="mulai dari nol"):
            self.run(tmp_path)
        self.run(tmp_path, "--adopt", str(tmp_path / "terbit.txt"))
        state = self.state(tmp_path)
        assert (state.log, state.epoch, state.size, state.root) == (LOG, 1, 9, root(9))
        with pytest.raises(SystemExit, match="sudah punya keadaan"):
            self.run(tmp_path, "--adopt", str(tmp_path / "terbit.txt"))

    def test_another_key_is_not_adopted(self, tmp_path: Path) -> None:
        create_key(tmp_path / "k")
        create_key(tmp_path / "lain")
        (tmp_path / "terbit.txt").write_text(sign(point(3), read_key(tmp_path / "lain")), encoding="utf-8")
        with pytest.raises(SystemExit, match="tidak dapat dimulai"):
            self.run(tmp_path, "--adopt", str(tmp_path / "terbit.txt"))

    def test_it_does_not_start_with_another_key(self, tmp_path: Path) -> None:
        with Folder(tmp_path / "st").locked():
            Folder(tmp_path / "st").write(State(LOG, 1, 3, root(3), {"1": "aa" * 32}))
        create_key(tmp_path / "k")
        with pytest.raises(SystemExit, match="bukan kunci masa 1"):
            self.run(tmp_path, "--socket", str(tmp_path / "s"))


def test_its_process_loads_neither_the_web_nor_the_database() -> None:
    program = "import sys, app.audit.signer.__main__; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(told.stdout.split())
    assert loaded & {"flask", "sqlalchemy", "flask_sqlalchemy", "app.web", "app.settings", "app.audit.record"} == set()
    assert "app.audit.signer.authority" in loaded
