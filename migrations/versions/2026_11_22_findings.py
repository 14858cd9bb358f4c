"""Findings, recommendations and what the office did about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('kondisi', sa.String(), nullable=False),
    sa.Column('kriteria', sa.String(), nullable=False),
    sa.Column('sebab', sa.String(), nullable=False),
    sa.Column('akibat', sa.String(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('review_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', columns.UtcDateTime(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', columns.UtcDateTime(), nullable=True),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', columns.UtcDateTime(), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdraw_reason', sa.String(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.CheckConstraint('(issued_at IS NULL) = (issued_by_id IS NULL)', name=op.f('ck_finding_issued_pair')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)', name=op.f('ck_finding_withdrawn_pair')),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name=op.f('ck_finding_withdrawn_reason')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_finding_issued_by_id_person')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_finding_recorded_by_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_finding_review_id_review')),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_finding_run_id_run')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['person.id'], name=op.f('fk_finding_withdrawn_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('code', name=op.f('uq_finding_code'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_year'), ['year'], unique=False)

    op.create_table('recommendation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('added_at', columns.UtcDateTime(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('judged_at', columns.UtcDateTime(), nullable=True),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('judge_note', sa.String(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.CheckConstraint("status IN ('belum', 'proses', 'selesai')", name=op.f('ck_recommendation_status')),
    sa.CheckConstraint('(judged_at IS NULL) = (judged_by_id IS NULL)', name=op.f('ck_recommendation_judged_pair')),
    sa.CheckConstraint("(judged_at IS NULL) = (judge_note = '')", name=op.f('ck_recommendation_judged_note')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_recommendation_added_by_id_person')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_recommendation_finding_id_finding')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['person.id'], name=op.f('fk_recommendation_judged_by_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit_kerja.id'], name=op.f('fk_recommendation_unit_id_unit_kerja')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation')),
    sa.UniqueConstraint('finding_id', 'no', name=op.f('uq_recommendation_finding_id_no'))
    )
    op.create_table('followup_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('answered_at', columns.UtcDateTime(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_followup_answer_answered_by_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_followup_answer_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_followup_answer')),
    sa.UniqueConstraint('recommendation_id', 'no', name=op.f('uq_followup_answer_recommendation_id_no'))
    )
    op.create_table('followup_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['followup_answer.id'], name=op.f('fk_followup_file_answer_id_followup_answer')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence_file.id'], name=op.f('fk_followup_file_evidence_id_evidence_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_followup_file')),
    sa.UniqueConstraint('answer_id', 'no', name=op.f('uq_followup_file_answer_id_no'))
    )


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
