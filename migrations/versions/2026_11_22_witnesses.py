"""Witnesses of the log: keys, cosignatures, time stamps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


STANDING = sa.text("retired_at IS NULL")


def upgrade() -> None:
    op.create_table('log_witness',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('vkey', sa.String(length=200), nullable=False),
    sa.Column('registered_at', columns.UtcDateTime(), nullable=False),
    sa.Column('registered_by_id', sa.Integer(), nullable=False),
    sa.Column('retired_at', columns.UtcDateTime(), nullable=True),
    sa.Column('retired_by_id', sa.Integer(), nullable=True),
    sa.Column('retire_reason', sa.String(), nullable=False),
    sa.CheckConstraint('(retired_at IS NULL) = (retired_by_id IS NULL)', name=op.f('ck_log_witness_retired_pair')),
    sa.CheckConstraint("(retired_at IS NULL) = (retire_reason = '')", name=op.f('ck_log_witness_retired_why')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['person.id'], name=op.f('fk_log_witness_registered_by_id_person')),
    sa.ForeignKeyConstraint(['retired_by_id'], ['person.id'], name=op.f('fk_log_witness_retired_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_witness')),
    sa.UniqueConstraint('vkey', name=op.f('uq_log_witness_vkey'))
    )
    with op.batch_alter_table('log_witness', schema=None) as batch_op:
        batch_op.create_index('uq_log_witness_standing', ['name'], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)

    op.create_table('log_cosignature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('witness_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('signed_at', columns.UtcDateTime(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('received_at', columns.UtcDateTime(), nullable=False),
    sa.Column('received_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_log_cosignature_size')),
    sa.ForeignKeyConstraint(['received_by_id'], ['person.id'], name=op.f('fk_log_cosignature_received_by_id_person')),
    sa.ForeignKeyConstraint(['witness_id'], ['log_witness.id'], name=op.f('fk_log_cosignature_witness_id_log_witness')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_cosignature')),
    sa.UniqueConstraint('witness_id', 'size', 'root', name=op.f('uq_log_cosignature_witness_id_size_root'))
    )
    with op.batch_alter_table('log_cosignature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_cosignature_size'), ['size'], unique=False)

    op.create_table('log_timestamp',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('authority', sa.String(), nullable=False),
    sa.Column('stamped_at', columns.UtcDateTime(), nullable=False),
    sa.Column('received_at', columns.UtcDateTime(), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_log_timestamp_size')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_timestamp')),
    sa.UniqueConstraint('size', 'root', name=op.f('uq_log_timestamp_size_root'))
    )
    op.create_table('log_timestamp_trial',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('asked_at', columns.UtcDateTime(), nullable=False),
    sa.Column('failing_since', columns.UtcDateTime(), nullable=True),
    sa.Column('problem', sa.String(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_log_timestamp_trial_only_one')),
    sa.CheckConstraint("(failing_since IS NULL) = (problem = '')", name=op.f('ck_log_timestamp_trial_failing_why')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_timestamp_trial'))
    )


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
