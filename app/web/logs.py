"""What the server says about itself on standard error: a line an event, and tracebacks without values.

structlog's own default prints the local variables of every frame where `rich` is installed: passwords
and passphrases would stand in the server's log.
"""

from __future__ import annotations

import logging
import sys

import structlog


def init_logs() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
