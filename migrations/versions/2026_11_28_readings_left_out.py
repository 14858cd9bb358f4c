"""The log without readings and sign-ins, found without walking through them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

CHANGING = sa.text("act NOT IN ('account:signed-in', 'account:signed-out', 'log:read')")


def upgrade() -> None:
    # No batch: it would rebuild the log.
    for name, columns in (
        ('ix_audit_event_changing', ['seq']),
        ('ix_audit_event_changing_actor_id', ['actor_id', 'seq']),
    ):
        op.create_index(name, 'audit_event', columns, sqlite_where=CHANGING, postgresql_where=CHANGING)


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
