"""Who signs the log's checkpoints: this process with its own key, or the signer beside it under another user.

Checks need public keys alone. They stand in `checkpoints/<log>.vkey`, one line for each epoch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app

from app.audit import guard, publish
from app.audit.checkpoint import BadNote, Checkpoint, read_note, read_vkey, sign
from app.audit.errors import CheckpointTooEarly, LogTruncated, NotSealed, SignerRefused
from app.audit.keys import KEY_FILE, log_key
from app.audit.proofs import consistency_proof
from app.audit.signer_client import Signer
from app.audit.tiles import Nodes
from app.extensions import db
from app.settings import Settings


def is_apart() -> bool:
    """Whether the key belongs to a process that this one can't read."""
    return bool(_settings().log_signer)


def public_keys(log: str, origins: Sequence[str], *, ask: bool = False) -> dict[str, Ed25519PublicKey]:
    """The public key of each epoch by its origin, from the public file, the own key, or the signer, as far as known.

    With `ask` the signer has to confirm its keys where it answers. Raises BadNote where one is another
    than was published.
    """
    kept = [read_vkey(line) for line in publish.read_vkeys(_vkey_file(log))][: len(origins)]
    if [name for name, _ in kept] != list(origins[: len(kept)]):
        raise BadNote("The file of public keys is not this log's.")
    known, missing = dict(kept), origins[len(kept) :]
    own = _signers_keys(origins) if is_apart() and (missing or ask) else {}
    if not is_apart():
        own = _own_keys(origins, missing=missing)
    if any(known.get(name, key) != key for name, key in own.items()):
        raise BadNote("The log's key is another than the one that was published.")
    return own | known


def seal(checkpoint: Checkpoint, *, log: str, epoch: int, nodes: Nodes) -> str:
    """The checkpoint as a signed note.

    Raises NotSealed where the signer is away or refuses, LogTruncated where it has signed more than the log holds.
    """
    if not is_apart():
        return sign(checkpoint, log_key(_settings().keys_folder))
    if guard.has_recorded(db.session()):
        raise CheckpointTooEarly("Commit the events first: the signer never forgets what it signed.")
    signer = Signer(_socket())
    state = signer.state()
    if state.log == log and state.epoch == epoch and state.size > checkpoint.size:
        raise LogTruncated(f"The log holds {checkpoint.size} events, but its signer signed {state.size}.")
    if state.log not in ("", log) or state.epoch != epoch:
        raise SignerRefused(f"ia menandatangani masa {state.epoch}, log ada pada masa {epoch}")
    proof = consistency_proof(state.size, checkpoint.size, nodes)
    note = signer.sign(log=log, epoch=epoch, checkpoint=checkpoint, old_size=state.size, proof=proof)
    if read_note(note, origin=checkpoint.origin, key=state.keys[epoch]) != checkpoint:
        raise BadNote("The signer signed something else.")
    return note


def refuse_unanswered() -> None:
    """Raise SignerAway where the signer beside the application does not answer: before what can't be done without."""
    if is_apart():
        Signer(_socket()).state()


def newest_of_signer(log: str, epoch: int) -> tuple[int, bytes] | None:
    """Size and root that the signer signed last in this epoch; None where it is not there or knows nothing."""
    if not is_apart():
        return None
    try:
        state = Signer(_socket()).state()
    except NotSealed:
        return None
    return (state.size, state.root) if (state.log, state.epoch) == (log, epoch) and state.size else None


def _own_keys(origins: Sequence[str], *, missing: Sequence[str]) -> dict[str, Ed25519PublicKey]:
    """The own key stands for the newest epoch, and for those before that nothing else is known of."""
    folder = _settings().keys_folder
    if not missing and not (folder / KEY_FILE).exists():
        return {}
    own = log_key(folder).public_key()
    return dict.fromkeys([*missing, origins[-1]], own)


def _signers_keys(origins: Sequence[str]) -> dict[str, Ed25519PublicKey]:
    """Those that the signer gives, by origin; none where it is away."""
    try:
        keys = Signer(_socket()).state().keys
    except NotSealed:
        return {}
    return {name: keys[number] for number, name in enumerate(origins, 1) if number in keys}


def _vkey_file(log: str) -> Path:
    return publish.vkey_file(_settings().instance_folder, log)


def _socket() -> Path:
    return Path(_settings().log_signer)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
