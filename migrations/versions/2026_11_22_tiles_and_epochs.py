"""The log's tiles; epochs are read from the log itself and need no table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.audit.tiles import write_tiles
from app.audit.triggers import install

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_tile',
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(), nullable=False),
    sa.Column('hashes', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('level', 'number', name=op.f('pk_audit_tile'))
    )
    # One person's acts of one kind, found without reading all of either. No batch: it would rebuild the log.
    op.create_index('ix_audit_event_actor_id_subject_seq', 'audit_event', ['actor_id', 'subject', 'seq'])
    bind = op.get_bind()
    install(bind)
    # As every later checkpoint does: a log that was signed has all its full tiles.
    write_tiles(bind, bind.scalar(sa.text("SELECT max(size) FROM audit_checkpoint")) or 0)


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
