"""What keeps a passphrase inside this process, and the process in bounds: no core dump, no look from outside."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
MEMORY = 1 << 30


def raise_walls() -> None:
    """Before anything secret is read. On Linux the process can't be traced or read in /proc by its own user either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a service answers is read here too, and it must not take the server's memory with it.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def own_output() -> int:
    """The pipe to the parent under a number of ours; what libraries print goes nowhere."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return pipe
