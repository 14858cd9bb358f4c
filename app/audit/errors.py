"""What the log refuses. Each is a mistake of the program or an attack, never a person's input."""

from __future__ import annotations


class GuardError(RuntimeError):
    """A tracked row would have been committed without an event about it."""


class LogNotOpened(RuntimeError):
    """The log has no first event yet: `open_log` comes before `record`."""


class LogAlreadyOpened(RuntimeError):
    """A log begins once."""


class LogTruncated(RuntimeError):
    """The log is shorter than a checkpoint that was signed over it."""


class LogForked(RuntimeError):
    """The log does not continue what its newest checkpoint signed."""
