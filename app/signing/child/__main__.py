"""`python -m app.signing.child`: reads one order from the pipe, signs, answers, ends."""

from __future__ import annotations

import gc
import os
import sys

from app.signing.child.walls import own_output, raise_walls
from app.signing.unused_http import leave_out_http_client


def main() -> None:
    raise_walls()
    pipe = own_output()
    # The process is gone before its garbage would matter.
    gc.disable()
    leave_out_http_client()
    from app.signing.child.job import pack
    from app.signing.child.signing import answer_to

    with os.fdopen(pipe, "wb") as stream:
        stream.write(pack(answer_to(sys.stdin.buffer.read())))
        stream.flush()
    # Without tidying up: a thread that still waits for a dead service would hold the door.
    os._exit(0)


if __name__ == "__main__":
    main()
