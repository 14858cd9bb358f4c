"""Working papers of the Inspektorat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

REVIU, LKE = sa.text("kind = 'lkj'"), sa.text("kind = 'lke'")


def upgrade() -> None:
    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=3), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('opened_at', columns.UtcDateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('lkj', 'lke')", name=op.f('ck_review_kind')),
    sa.CheckConstraint("(kind = 'lkj') = (run_id IS NOT NULL)", name=op.f('ck_review_about')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_review_opened_by_id_person')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_review_run_id_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index('uq_review_run', ['run_id'], unique=True, sqlite_where=REVIU, postgresql_where=REVIU)
        batch_op.create_index('uq_review_year', ['year'], unique=True, sqlite_where=LKE, postgresql_where=LKE)

    op.create_table('review_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=8), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('recommendation', sa.Text(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answered_at', columns.UtcDateTime(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("status IN ('', 'ya', 'sebagian', 'tidak', 'tidak-berlaku')", name=op.f('ck_review_answer_status')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_review_answer_answered_by_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_answer_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_answer')),
    sa.UniqueConstraint('review_id', 'criterion', name=op.f('uq_review_answer_review_id_criterion'))
    )
    op.create_table('review_completion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('paper', sa.Text(), nullable=False),
    sa.Column('completed_at', columns.UtcDateTime(), nullable=False),
    sa.Column('completed_by_id', sa.Integer(), nullable=False),
    sa.Column('reopened_at', columns.UtcDateTime(), nullable=True),
    sa.Column('reopened_by_id', sa.Integer(), nullable=True),
    sa.Column('reopen_reason', sa.String(), nullable=False),
    sa.CheckConstraint('(reopened_at IS NULL) = (reopened_by_id IS NULL)', name=op.f('ck_review_completion_reopened_pair')),
    sa.CheckConstraint("(reopened_at IS NULL) = (reopen_reason = '')", name=op.f('ck_review_completion_reopened_reason')),
    sa.ForeignKeyConstraint(['completed_by_id'], ['person.id'], name=op.f('fk_review_completion_completed_by_id_person')),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['person.id'], name=op.f('fk_review_completion_reopened_by_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_completion_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_completion')),
    sa.UniqueConstraint('review_id', 'no', name=op.f('uq_review_completion_review_id_no'))
    )


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
