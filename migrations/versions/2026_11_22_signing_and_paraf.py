"""Signing methods, paraf, acting officials, superseding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.web import columns

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


CURRENT = sa.text("signed_at IS NOT NULL AND superseded_at IS NULL")
PENDING = sa.text("thawed_at IS NULL AND signed_at IS NULL")
STANDING = sa.text("removed_at IS NULL")

FROZEN_FILES = """
    INSERT INTO report_file (version_id, no, kind, sha256, level, trust, certificate, made_at, made_by_id)
    SELECT id, 1, 'frozen', frozen_sha256, '', '', '', frozen_at, frozen_by_id FROM report_version
"""
SIGNED_FILES = """
    INSERT INTO report_file (version_id, no, kind, sha256, level, trust, certificate, made_at, made_by_id)
    SELECT id, 2, 'signed', signed_sha256, level, trust, certificate, signed_at, signed_by_id
    FROM report_version WHERE signed_at IS NOT NULL
"""


def upgrade() -> None:
    op.create_table('acting_official',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=3), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('sk_number', sa.String(), nullable=False),
    sa.Column('sk_date', sa.Date(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('appointed_at', columns.UtcDateTime(), nullable=False),
    sa.Column('appointed_by_id', sa.Integer(), nullable=False),
    sa.Column('ended_at', columns.UtcDateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('plt', 'plh')", name=op.f('ck_acting_official_kind')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name=op.f('ck_acting_official_ended_pair')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_acting_official_window')),
    sa.ForeignKeyConstraint(['appointed_by_id'], ['person.id'], name=op.f('fk_acting_official_appointed_by_id_person')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_acting_official_ended_by_id_person')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_acting_official_user_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acting_official'))
    )
    with op.batch_alter_table('acting_official', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_acting_official_user_id'), ['user_id'], unique=False)

    op.create_table('signature_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('backend', sa.String(length=10), nullable=False),
    sa.Column('document_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('sent_at', columns.UtcDateTime(), nullable=False),
    sa.Column('ended_at', columns.UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('sent', 'unclear', 'kept', 'failed')", name=op.f('ck_signature_attempt_state')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_signature_attempt_user_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature_attempt'))
    )
    with op.batch_alter_table('signature_attempt', schema=None) as batch_op:
        batch_op.create_index('ix_signature_attempt_sha256', ['sha256', 'id'], unique=False)

    op.create_table('signing_method',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('backend', sa.String(length=10), nullable=False),
    sa.Column('token_label', sa.String(), nullable=False),
    sa.Column('key_label', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('chosen_at', columns.UtcDateTime(), nullable=False),
    sa.Column('chosen_by_id', sa.Integer(), nullable=False),
    sa.Column('replaced_at', columns.UtcDateTime(), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("backend IN ('pkcs12', 'token', 'esign', 'upload')", name=op.f('ck_signing_method_backend')),
    sa.CheckConstraint('(replaced_at IS NULL) = (replaced_by_id IS NULL)', name=op.f('ck_signing_method_replaced_pair')),
    sa.ForeignKeyConstraint(['chosen_by_id'], ['person.id'], name=op.f('fk_signing_method_chosen_by_id_person')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['person.id'], name=op.f('fk_signing_method_replaced_by_id_person')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_signing_method_user_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_method'))
    )
    with op.batch_alter_table('signing_method', schema=None) as batch_op:
        batch_op.create_index('uq_signing_method_one_per_person', ['user_id'], unique=True, sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.create_table('report_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('replaces', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('opened_at', columns.UtcDateTime(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('finished_at', columns.UtcDateTime(), nullable=True),
    sa.Column('cancelled_at', columns.UtcDateTime(), nullable=True),
    sa.Column('cancelled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(cancelled_at IS NULL) = (cancelled_by_id IS NULL)', name=op.f('ck_report_revision_cancelled_pair')),
    sa.CheckConstraint('finished_at IS NULL OR cancelled_at IS NULL', name=op.f('ck_report_revision_one_end')),
    sa.ForeignKeyConstraint(['cancelled_by_id'], ['person.id'], name=op.f('fk_report_revision_cancelled_by_id_person')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_report_revision_opened_by_id_person')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_revision_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_revision'))
    )
    with op.batch_alter_table('report_revision', schema=None) as batch_op:
        batch_op.create_index('uq_report_revision_open', ['report_id'], unique=True, sqlite_where=sa.text('finished_at IS NULL AND cancelled_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL AND cancelled_at IS NULL'))

    op.create_table('paraf',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('given_at', columns.UtcDateTime(), nullable=False),
    sa.Column('jabatan', sa.String(), nullable=False),
    sa.Column('withdrawn_at', columns.UtcDateTime(), nullable=True),
    sa.Column('withdraw_reason', sa.String(), nullable=False),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name=op.f('ck_paraf_withdrawn_pair')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit_kerja.id'], name=op.f('fk_paraf_unit_id_unit_kerja')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_paraf_user_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['report_version.id'], name=op.f('fk_paraf_version_id_report_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paraf'))
    )
    with op.batch_alter_table('paraf', schema=None) as batch_op:
        batch_op.create_index('uq_paraf_standing', ['version_id', 'user_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('report_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('trust', sa.String(), nullable=False),
    sa.Column('certificate', sa.String(), nullable=False),
    sa.Column('made_at', columns.UtcDateTime(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('frozen', 'sealed', 'paraf', 'signed', 'extended')", name=op.f('ck_report_file_kind')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_report_file_made_by_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['report_version.id'], name=op.f('fk_report_file_version_id_report_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_file')),
    sa.UniqueConstraint('version_id', 'no', name=op.f('uq_report_file_version_id_no'))
    )
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.add_column(sa.Column('superseded_at', columns.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('successor', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('superseded_reason', sa.String(), nullable=False, server_default=''))
        batch_op.drop_constraint(batch_op.f('ck_issued_document_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_issued_document_kind'), "kind IN ('draft', 'frozen', 'sealed', 'paraf', 'signed', 'extended')")
        batch_op.create_check_constraint(batch_op.f('ck_issued_document_superseded_pair'), '(superseded_at IS NULL) = (successor IS NULL)')
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.alter_column('superseded_reason', server_default=None)

    with op.batch_alter_table('report_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revision_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('superseded_at', columns.UtcDateTime(), nullable=True))
        batch_op.drop_index('uq_report_version_standing')
        batch_op.create_index('uq_report_version_current', ['report_id'], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT)
        batch_op.create_index('uq_report_version_pending', ['report_id'], unique=True, sqlite_where=PENDING, postgresql_where=PENDING)
        batch_op.create_foreign_key(batch_op.f('fk_report_version_revision_id_report_revision'), 'report_revision', ['revision_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_report_version_superseded_was_signed'), 'superseded_at IS NULL OR signed_at IS NOT NULL')

    with op.batch_alter_table('trust_root', schema=None) as batch_op:
        batch_op.add_column(sa.Column('removed_at', columns.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('removed_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('removal_reason', sa.String(), nullable=False, server_default=''))
        batch_op.drop_constraint(batch_op.f('uq_trust_root_fingerprint'), type_='unique')
        batch_op.create_index('uq_trust_root_standing', ['fingerprint'], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)
        batch_op.create_check_constraint(batch_op.f('ck_trust_root_removed_pair'), '(removed_at IS NULL) = (removed_by IS NULL)')
    with op.batch_alter_table('trust_root', schema=None) as batch_op:
        batch_op.alter_column('removal_reason', server_default=None)

    # Versions that were frozen before this table was there have their files in it too.
    op.execute(FROZEN_FILES)
    op.execute(SIGNED_FILES)


def downgrade() -> None:
    raise SystemExit("Go back by restoring the backup that was made before the upgrade.")
