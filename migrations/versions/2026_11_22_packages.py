"""Packages that are being made, and those that are ready."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('package_job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('phase', sa.String(length=40), nullable=False),
    sa.Column('done_bytes', sa.BigInteger(), nullable=False),
    sa.Column('total_bytes', sa.BigInteger(), nullable=False),
    sa.Column('asked_at', columns.UtcDateTime(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('started_at', columns.UtcDateTime(), nullable=True),
    sa.Column('ended_at', columns.UtcDateTime(), nullable=True),
    sa.Column('package', sa.String(length=32), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('events', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f('ck_package_job_state')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_package_job_asked_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_job'))
    )


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
