"""`python -m app.audit.signer`: starts the signer, or does what only its operator may ask of it."""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.checkpoint import BadNote, read_note, split_notes
from app.audit.keys import create_key, read_key
from app.audit.signer.authority import HASH, LOG, Authority
from app.audit.signer.server import listen, serve
from app.audit.signer.state import Folder, State

ORIGIN = re.compile(r"papan-kinerja/([0-9a-f]{32})(?:/([1-9][0-9]*))?")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    folder = Folder(options.state)
    try:
        with folder.locked():
            told = _prepare(options, folder)
    except (OSError, ValueError) as problem:
        raise SystemExit(f"Penanda tidak dapat dimulai: {problem}") from None
    if told:
        print(told)
        return 0
    if options.socket is None:
        raise SystemExit("Sebutkan --socket untuk menjalankan penanda.")
    return _run(options.socket, Authority(read_key(options.key), folder))


def _prepare(options: argparse.Namespace, folder: Folder) -> str:
    """What is to be said instead of serving; "" where the signer may serve."""
    state = folder.read()
    if options.adopt is not None:
        adopted = _adopted(options.adopt, read_key(options.key), state)
        folder.write(adopted)
        return f"Penanda melanjutkan log {adopted.log} masa {adopted.epoch} dari {adopted.size} rekaman."
    if options.new_epoch:
        begun = _begun(options, state)
        folder.write(begun)
        return f"Masa {begun.epoch} dimulai: log {begun.log} berlanjut dari {begun.size} rekaman."
    if state is None:
        if options.key.exists():
            raise ValueError(
                "ada kunci, tetapi tidak ada keadaan. Kunci yang pernah menandatangani tidak boleh mulai dari nol: "
                "pakai --adopt CHECKPOINTS."
            )
        options.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        create_key(options.key)
        folder.write(State(keys={"1": _public(read_key(options.key))}))
    elif state.keys.get(str(state.epoch)) != _public(read_key(options.key)):
        raise ValueError(f"kunci ini bukan kunci masa {state.epoch}.")
    return ""


def _adopted(file: Path, key: Ed25519PrivateKey, state: State | None) -> State:
    """The state that a key had before it came here: the newest checkpoint that it signed."""
    if state is not None:
        raise ValueError("penanda ini sudah punya keadaan.")
    note = split_notes(file.read_text(encoding="utf-8"))[-1]
    origin = note.partition("\n")[0]
    named = ORIGIN.fullmatch(origin)
    if named is None:
        raise BadNote("Not a checkpoint of a log.")
    point, epoch = read_note(note, origin=origin, key=key.public_key()), named[2] or "1"
    return State(named[1], int(epoch), point.size, point.root.hex(), {epoch: _public(key)})


def _begun(options: argparse.Namespace, state: State | None) -> State:
    """The next epoch, in which the log goes on from where the restored backup ends."""
    before = state or State(log=options.log or "", epoch=(options.epoch or 2) - 1)
    log, epoch = options.log or before.log, options.epoch or before.epoch + 1
    if not LOG.fullmatch(log) or before.log not in ("", log) or epoch != before.epoch + 1:
        raise ValueError("log atau nomor masanya tidak cocok dengan keadaan penanda ini.")
    if options.size is None or options.size < 0 or not HASH.fullmatch(options.root or ""):
        raise ValueError("sebutkan --size dan --root tempat log yang dipulihkan berlanjut.")
    if not options.key.exists():
        create_key(options.key)
    keys = {**before.keys, str(epoch): _public(read_key(options.key))}
    return State(log, epoch, options.size, options.root, keys)


def _run(path: Path, authority: Authority) -> int:
    listener = listen(path)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"Penanda log siap pada {path}", flush=True)
    try:
        serve(listener, authority)
    except KeyboardInterrupt:
        return 0
    finally:
        path.unlink(missing_ok=True)
        listener.close()
    return 0


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.audit.signer", description="Penanda checkpoint log.")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="kunci Ed25519, milik penanda saja")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="apa yang terakhir ditandatangani")
    parser.add_argument("--socket", type=Path, metavar="PATH", help="alamat tempat web bertanya")
    parser.add_argument("--adopt", type=Path, metavar="CHECKPOINTS", help="lanjutkan kunci yang sudah dipakai")
    parser.add_argument("--new-epoch", action="store_true", help="mulai masa baru sesudah pemulihan dari cadangan")
    parser.add_argument("--size", type=int, metavar="N", help="panjang log yang dipulihkan")
    parser.add_argument("--root", metavar="HEX", help="akar log yang dipulihkan")
    parser.add_argument("--log", metavar="ID", help="hanya bila penanda belum mengenal lognya")
    parser.add_argument("--epoch", type=int, metavar="N", help="hanya bila penanda belum mengenal lognya")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
