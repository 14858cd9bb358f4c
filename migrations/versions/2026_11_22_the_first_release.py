"""The first release: every table, and the triggers that keep the log append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.audit.triggers import install
from app.web import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("root", sa.String(length=80), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_event_seq_from_one")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor_id_seq", ["actor_id", "seq"], unique=False)
        batch_op.create_index("ix_audit_event_at_seq", ["at", "seq"], unique=False)
        batch_op.create_index("ix_audit_event_root_act", ["root", "act"], unique=False)
        batch_op.create_index("ix_audit_event_root_seq", ["root", "seq"], unique=False)
        batch_op.create_index("ix_audit_event_subject_seq", ["subject", "seq"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("log", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "calendar_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("published_at", columns.UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_calendar_version_coverage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_version")),
        sa.UniqueConstraint("no", name=op.f("uq_calendar_version_no")),
    )
    op.create_table(
        "ended_session",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("ended_at", columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ended_session")),
    )
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_session_ended_at"), ["ended_at"], unique=False)

    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("stored_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_file_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_evidence_file_sha256")),
    )
    op.create_table(
        "failed_tries",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", columns.UtcDateTime(), nullable=False),
        sa.Column("closed_until", columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_tries_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('draft', 'frozen', 'signed')", name=op.f("ck_issued_document_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_issued_document_sha256")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_code"), ["code"], unique=False)

    op.create_table(
        "sasaran",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sasaran")),
        sa.UniqueConstraint("code", name=op.f("uq_sasaran_code")),
    )
    op.create_table(
        "sop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop")),
        sa.UniqueConstraint("number", name=op.f("uq_sop_number")),
    )
    op.create_table(
        "trust_root",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("not_after", columns.UtcDateTime(), nullable=False),
        sa.Column("added_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("trust IN ('tersertifikasi', 'lokal')", name=op.f("ck_trust_root_trust")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_root")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_trust_root_fingerprint")),
    )
    op.create_table(
        "unit_kerja",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_unit_kerja_closed_pair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_kerja")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_kerja_code")),
    )
    op.create_table(
        "calendar_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["calendar_version.id"], name=op.f("fk_calendar_holiday_version_id_calendar_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_holiday")),
        sa.UniqueConstraint("version_id", "day", name=op.f("uq_calendar_holiday_version_id_day")),
    )
    op.create_table(
        "calendar_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("ramadan", sa.Boolean(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("break_from", sa.Time(), nullable=True),
        sa.Column("break_until", sa.Time(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("(break_from IS NULL) = (break_until IS NULL)", name=op.f("ck_calendar_hours_break_pair")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_calendar_hours_order")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_calendar_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["calendar_version.id"], name=op.f("fk_calendar_hours_version_id_calendar_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_hours")),
        sa.UniqueConstraint(
            "version_id",
            "weekday",
            "ramadan",
            "valid_from",
            name=op.f("uq_calendar_hours_version_id_weekday_ramadan_valid_from"),
        ),
    )
    op.create_table(
        "calendar_ramadan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_calendar_ramadan_order")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["calendar_version.id"], name=op.f("fk_calendar_ramadan_version_id_calendar_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_ramadan")),
        sa.UniqueConstraint("version_id", "first_day", name=op.f("uq_calendar_ramadan_version_id_first_day")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sasaran_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("satuan", sa.String(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("accumulation", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("renstra_target", sa.String(), nullable=False),
        sa.Column("renstra_year", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("accumulation IN ('sum', 'last')", name=op.f("ck_indicator_accumulation")),
        sa.CheckConstraint(
            "formula IN ('higher', 'lower', 'lower-ratio', 'qualitative')", name=op.f("ck_indicator_formula")
        ),
        sa.CheckConstraint(
            "first_year IS NULL OR last_year IS NULL OR first_year <= last_year", name=op.f("ck_indicator_years")
        ),
        sa.ForeignKeyConstraint(["sasaran_id"], ["sasaran.id"], name=op.f("fk_indicator_sasaran_id_sasaran")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit_kerja.id"], name=op.f("fk_indicator_unit_id_unit_kerja")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_sasaran_id"), ["sasaran_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("jabatan", sa.String(), nullable=False),
        sa.Column("pangkat", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("reset_code_hash", sa.String(), nullable=False),
        sa.Column("reset_code_until", columns.UtcDateTime(), nullable=True),
        sa.Column("session_generation", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.UtcDateTime(), nullable=False),
        sa.Column("deactivated_at", columns.UtcDateTime(), nullable=True),
        sa.Column("deactivated_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(deactivated_at IS NULL) = (deactivated_by_id IS NULL)", name=op.f("ck_person_deactivated_pair")
        ),
        sa.ForeignKeyConstraint(["deactivated_by_id"], ["person.id"], name=op.f("fk_person_deactivated_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit_kerja.id"], name=op.f("fk_person_unit_id_unit_kerja")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("nip", name=op.f("uq_person_nip")),
    )
    op.create_table(
        "sop_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sop_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("imported_at", columns.UtcDateTime(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("activated_at", columns.UtcDateTime(), nullable=True),
        sa.Column("activated_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(activated_at IS NULL) = (activated_by IS NULL)", name=op.f("ck_sop_version_activated_pair")
        ),
        sa.ForeignKeyConstraint(["sop_id"], ["sop.id"], name=op.f("fk_sop_version_sop_id_sop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_version")),
        sa.UniqueConstraint("sop_id", "no", name=op.f("uq_sop_version_sop_id_no")),
    )
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pagu", sa.BigInteger(), nullable=False),
        sa.Column("realisasi", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("pagu >= 0 AND (realisasi IS NULL OR realisasi >= 0)", name=op.f("ck_budget_line_amounts")),
        sa.CheckConstraint("quarter IS NULL OR quarter BETWEEN 1 AND 4", name=op.f("ck_budget_line_quarter")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_budget_line_entered_by_id_person")),
        sa.ForeignKeyConstraint(["parent_id"], ["budget_line.id"], name=op.f("fk_budget_line_parent_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "calendar_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base_no", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", columns.UtcDateTime(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_calendar_draft_only_one")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["person.id"], name=op.f("fk_calendar_draft_edited_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_draft")),
    )
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_person_role_user_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
        sa.UniqueConstraint("user_id", "role", name=op.f("uq_person_role_user_id_role")),
    )
    op.create_table(
        "realisasi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence_sha256", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("quarter IS NULL OR quarter BETWEEN 1 AND 4", name=op.f("ck_realisasi_quarter")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_realisasi_entered_by_id_person")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_realisasi_indicator_id_indicator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisasi")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sop_version_id", sa.Integer(), nullable=False),
        sa.Column("calendar_version_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter_no", sa.Integer(), nullable=False),
        sa.Column("hari_reading", sa.String(), nullable=False),
        sa.Column("started_at", columns.UtcDateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", columns.UtcDateTime(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name=op.f("ck_run_cancelled_pair")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_run_closed_pair")),
        sa.CheckConstraint("closed_at IS NULL OR cancelled_at IS NULL", name=op.f("ck_run_one_end")),
        sa.CheckConstraint("quarter_no BETWEEN 0 AND 4", name=op.f("ck_run_quarter")),
        sa.ForeignKeyConstraint(
            ["calendar_version_id"], ["calendar_version.id"], name=op.f("fk_run_calendar_version_id_calendar_version")
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_run_cancelled_by_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_run_closed_by_id_person")),
        sa.ForeignKeyConstraint(["sop_version_id"], ["sop_version.id"], name=op.f("fk_run_sop_version_id_sop_version")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_run_started_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(
            "uq_run_period",
            ["year", "quarter_no"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("not_before", columns.UtcDateTime(), nullable=False),
        sa.Column("not_after", columns.UtcDateTime(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("uploaded_at", columns.UtcDateTime(), nullable=False),
        sa.Column("removed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_signing_key_removed_pair")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_signing_key_removed_by_id_person")),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_signing_key_user_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_key_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(
            "uq_signing_key_one_per_person",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "sop_pelaksana_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["sop_version.id"], name=op.f("fk_sop_pelaksana_column_version_id_sop_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_pelaksana_column")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_sop_pelaksana_column_version_id_position")),
    )
    op.create_table(
        "sop_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("uraian", sa.String(), nullable=False),
        sa.Column("waktu", sa.String(), nullable=False),
        sa.Column("allowance_amount", sa.Integer(), nullable=True),
        sa.Column("allowance_unit", sa.String(), nullable=True),
        sa.Column("allowance_at_least", sa.Integer(), nullable=True),
        sa.Column("kelengkapan", sa.String(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        sa.Column("ket", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Boolean(), nullable=False),
        sa.Column("per_unit", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["sop_version.id"], name=op.f("fk_sop_step_version_id_sop_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_step")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_sop_step_version_id_position")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", columns.UtcDateTime(), nullable=False),
        sa.CheckConstraint("quarter IS NULL OR quarter BETWEEN 1 AND 4", name=op.f("ck_target_quarter")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_target_indicator_id_indicator")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_target_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_report_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("run_id", name=op.f("uq_report_run_id")),
    )
    op.create_table(
        "run_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sop_step_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'working', 'done')", name=op.f("ck_run_step_state")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_step_run_id_run")),
        sa.ForeignKeyConstraint(["sop_step_id"], ["sop_step.id"], name=op.f("fk_run_step_sop_step_id_sop_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_step")),
        sa.UniqueConstraint("run_id", "no", name=op.f("uq_run_step_run_id_no")),
    )
    op.create_table(
        "sop_pelaksana_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("column_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("no_to", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (source <> 'dikonfirmasi')", name=op.f("ck_sop_pelaksana_cell_confirmed_source")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_sop_pelaksana_cell_confirmed_pair")
        ),
        sa.ForeignKeyConstraint(
            ["column_id"],
            ["sop_pelaksana_column.id"],
            name=op.f("fk_sop_pelaksana_cell_column_id_sop_pelaksana_column"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_sop_pelaksana_cell_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["sop_step.id"], name=op.f("fk_sop_pelaksana_cell_step_id_sop_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_pelaksana_cell")),
        sa.UniqueConstraint("step_id", "column_id", name=op.f("uq_sop_pelaksana_cell_step_id_column_id")),
    )
    op.create_table(
        "render_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", columns.UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", columns.UtcDateTime(), nullable=True),
        sa.Column("ended_at", columns.UtcDateTime(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('draft', 'freeze')", name=op.f("ck_render_job_kind")),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_render_job_state")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_render_job_asked_by_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_render_job_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_job")),
    )
    with op.batch_alter_table("render_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_render_job_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_narrative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", columns.UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_narrative_report_id_report")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_report_narrative_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_narrative")),
        sa.UniqueConstraint("report_id", "section", name=op.f("uq_report_narrative_report_id_section")),
    )
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", columns.UtcDateTime(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_sha256", sa.String(length=64), nullable=True),
        sa.Column("signed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("thawed_at", columns.UtcDateTime(), nullable=True),
        sa.Column("thawed_by_id", sa.Integer(), nullable=True),
        sa.Column("thaw_reason", sa.String(), nullable=False),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_report_version_signed_pair")),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_sha256 IS NULL)", name=op.f("ck_report_version_signed_file")),
        sa.CheckConstraint("(thawed_at IS NULL) = (thawed_by_id IS NULL)", name=op.f("ck_report_version_thawed_pair")),
        sa.CheckConstraint("signed_at IS NULL OR thawed_at IS NULL", name=op.f("ck_report_version_signed_stays")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_report_version_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id_report")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_report_version_signed_by_id_person")),
        sa.ForeignKeyConstraint(["thawed_by_id"], ["person.id"], name=op.f("fk_report_version_thawed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "no", name=op.f("uq_report_version_report_id_no")),
    )
    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_report_version_standing",
            ["report_id"],
            unique=True,
            sqlite_where=sa.text("thawed_at IS NULL"),
            postgresql_where=sa.text("thawed_at IS NULL"),
        )

    op.create_table(
        "step_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("handed_over_at", columns.UtcDateTime(), nullable=False),
        sa.Column("started_at", columns.UtcDateTime(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", columns.UtcDateTime(), nullable=True),
        sa.CheckConstraint("(started_at IS NULL) = (started_by_id IS NULL)", name=op.f("ck_step_attempt_started_pair")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_step_attempt_started_by_id_person")),
        sa.ForeignKeyConstraint(["step_id"], ["run_step.id"], name=op.f("fk_step_attempt_step_id_run_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_attempt")),
        sa.UniqueConstraint("step_id", "no", name=op.f("uq_step_attempt_step_id_no")),
    )
    op.create_table(
        "step_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("corrected_at", columns.UtcDateTime(), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["person.id"], name=op.f("fk_step_correction_corrected_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_file.id"], name=op.f("fk_step_correction_evidence_id_evidence_file")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["run_step.id"], name=op.f("fk_step_correction_step_id_run_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_correction")),
    )
    with op.batch_alter_table("step_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_correction_step_id"), ["step_id"], unique=False)

    op.create_table(
        "step_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('kelengkapan', 'keluaran')", name=op.f("ck_step_item_kind")),
        sa.ForeignKeyConstraint(["step_id"], ["run_step.id"], name=op.f("fk_step_item_step_id_run_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_item")),
        sa.UniqueConstraint("step_id", "position", name=op.f("uq_step_item_step_id_position")),
    )
    op.create_table(
        "item_fill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("exempt_reason", sa.String(), nullable=False),
        sa.Column("filled_at", columns.UtcDateTime(), nullable=False),
        sa.Column("filled_by_id", sa.Integer(), nullable=False),
        sa.Column("cleared_at", columns.UtcDateTime(), nullable=True),
        sa.Column("cleared_by_id", sa.Integer(), nullable=True),
        sa.Column("clear_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN exempt_reason = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_item_fill_file_or_exemption"),
        ),
        sa.CheckConstraint("(cleared_at IS NULL) = (cleared_by_id IS NULL)", name=op.f("ck_item_fill_cleared_pair")),
        sa.ForeignKeyConstraint(["attempt_id"], ["step_attempt.id"], name=op.f("fk_item_fill_attempt_id_step_attempt")),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["person.id"], name=op.f("fk_item_fill_cleared_by_id_person")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_file.id"], name=op.f("fk_item_fill_evidence_id_evidence_file")
        ),
        sa.ForeignKeyConstraint(["filled_by_id"], ["person.id"], name=op.f("fk_item_fill_filled_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["step_item.id"], name=op.f("fk_item_fill_item_id_step_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_fill")),
    )
    with op.batch_alter_table("item_fill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_fill_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(
            "uq_item_fill_standing",
            ["item_id", "attempt_id"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )

    op.create_table(
        "step_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("completed_at", columns.UtcDateTime(), nullable=False),
        sa.Column("completed_by_id", sa.Integer(), nullable=False),
        sa.Column("completed_as", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("used_minutes", sa.Integer(), nullable=False),
        sa.Column("used_days", sa.String(), nullable=False),
        sa.Column("due_at", columns.UtcDateTime(), nullable=False),
        sa.Column("over_minutes", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.Column("occurred_at", columns.UtcDateTime(), nullable=True),
        sa.Column("stated_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "occurred_at IS NULL OR stated_reason <> ''", name=op.f("ck_step_completion_stated_has_reason")
        ),
        sa.CheckConstraint("verdict = 'on_time' OR late_reason <> ''", name=op.f("ck_step_completion_late_has_reason")),
        sa.CheckConstraint("verdict IN ('on_time', 'late')", name=op.f("ck_step_completion_verdict")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["step_attempt.id"], name=op.f("fk_step_completion_attempt_id_step_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["completed_by_id"], ["person.id"], name=op.f("fk_step_completion_completed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_completion")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_step_completion_attempt_id")),
    )
    op.create_table(
        "step_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("from_no", sa.Integer(), nullable=False),
        sa.Column("to_no", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", columns.UtcDateTime(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["step_attempt.id"], name=op.f("fk_step_return_attempt_id_step_attempt")
        ),
        sa.ForeignKeyConstraint(["returned_by_id"], ["person.id"], name=op.f("fk_step_return_returned_by_id_person")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_step_return_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_return")),
    )
    op.create_table(
        "unit_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("submitted_at", columns.UtcDateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["step_attempt.id"], name=op.f("fk_unit_report_attempt_id_step_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_file.id"], name=op.f("fk_unit_report_evidence_id_evidence_file")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_unit_report_submitted_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit_kerja.id"], name=op.f("fk_unit_report_unit_id_unit_kerja")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report")),
        sa.UniqueConstraint("attempt_id", "unit_id", name=op.f("uq_unit_report_attempt_id_unit_id")),
    )
    # Alembic leaves out indexes over expressions.
    op.create_index(
        "uq_budget_line_code",
        "budget_line",
        ["year", sa.text("coalesce(quarter, 0)"), "code"],
        unique=True,
        sqlite_where=sa.text("code <> ''"),
        postgresql_where=sa.text("code <> ''"),
    )
    op.create_index(
        "uq_realisasi_period", "realisasi", ["indicator_id", "year", sa.text("coalesce(quarter, 0)")], unique=True
    )
    op.create_index(
        "uq_target_period", "target", ["indicator_id", "year", sa.text("coalesce(quarter, 0)")], unique=True
    )
    install(op.get_bind())


def downgrade() -> None:
    raise SystemExit("Before the first release there is nothing to go back to.")
