"""The commands of the inspector's rooms: `flask audit` and `flask backup`."""

from __future__ import annotations

from app.inspection.commands.audit import audit_cli
from app.inspection.commands.backup import backup_cli

__all__ = ["audit_cli", "backup_cli"]
