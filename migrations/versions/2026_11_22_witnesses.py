"""Witnesses of the log: keys, cosignatures, time stamps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
