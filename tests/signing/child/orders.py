"""Orders for the signing child, and where to look at it while it lives."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import Any

from app.signing.backends.signer import SignRequest
from app.signing.child.job import SigningJob
from tests.signing.conftest import wanted
from tests.signing.documents import frozen_report
from tests.signing.pki import Pki, now

SECONDS = 60.0


def job_of(pki: Pki, *, name: str = "sekretaris", request: SignRequest | None = None, **more: Any) -> SigningJob:
    request = request or wanted(frozen_report(), at=now())
    return SigningJob("pkcs12", request, key_file=pki.p12(name), **more)


class Watched(subprocess.Popen[bytes]):
    """A child whose command, environment and pages in /proc are kept for as long as it lives."""

    seen: list[bytes] = []
    pids: list[int] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pids.append(self.pid)
        self.seen.append(repr((args, kwargs.get("env"))).encode())
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while self.returncode is None:
            for page in ("cmdline", "environ", "status", "comm"):
                try:
                    self.seen.append(Path(f"/proc/{self.pid}/{page}").read_bytes())
                except OSError:
                    # The kernel shows a process that may not be dumped to nobody but root.
                    continue
            threading.Event().wait(0.01)
