"""What the signer signed last, kept by itself and on the disk before anybody has the signature."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.audit.merkle import EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class State:
    """The log, its epoch, size and root (hex) as signed last; `keys` are the public keys (hex) by epoch."""

    log: str = ""
    epoch: int = 1
    size: int = 0
    root: str = EMPTY_ROOT.hex()
    keys: Mapping[str, str] = field(default_factory=dict)


class Folder:
    """The folder that holds it. Whoever reads and then writes does so within `locked()`."""

    def __init__(self, path: Path) -> None:
        self.path, self.file = path, path / "state.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def read(self) -> State | None:
        """None where nothing was kept yet. Raises ValueError where it can't be read: then nothing may be signed."""
        if not self.file.exists():
            return None
        try:
            return State(**json.loads(self.file.read_text(encoding="ascii")))
        except TypeError as error:
            raise ValueError(f"{self.file} is not a signer's state.") from error

    def write(self, state: State) -> None:
        """On the disk when this returns, whole or not at all."""
        draft = self.file.with_name(".state.json")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            json.dump(asdict(state), stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.file)
        folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
