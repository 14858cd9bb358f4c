"""The acts that the log knows: one tag each, with the exact keys of its data.

A tag is `subject:verb`, both in lower case with hyphens. Adding one takes three lines: here twice, and
its sentence in present.py; docs/reference/audit-log.md lists them all.
"""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    ACCOUNT_PASSWORD_CHANGED = "account:password-changed"
    ACCOUNT_SIGN_IN_FAILED = "account:sign-in-failed"
    ACCOUNT_SIGNED_IN = "account:signed-in"
    ACCOUNT_SIGNED_OUT = "account:signed-out"
    ACCOUNT_THROTTLED = "account:throttled"
    ACTING_APPOINTED = "acting:appointed"
    ACTING_ENDED = "acting:ended"
    BACKUP_CREATED = "backup:created"
    BACKUP_DRILLED = "backup:drilled"
    BUDGET_ENTERED = "budget:entered"
    CALENDAR_PUBLISHED = "calendar:published"
    CERTIFICATE_REMOVED = "certificate:removed"
    CERTIFICATE_UPLOADED = "certificate:uploaded"
    DOCUMENT_VERIFIED = "document:verified"
    EVIDENCE_DOWNLOADED = "evidence:downloaded"
    FINDING_CHANGED = "finding:changed"
    FINDING_ISSUED = "finding:issued"
    FINDING_RECORDED = "finding:recorded"
    FINDING_WITHDRAWN = "finding:withdrawn"
    FOLLOWUP_ANSWERED = "followup:answered"
    FOLLOWUP_JUDGED = "followup:judged"
    INDICATOR_ADDED = "indicator:added"
    INDICATOR_CHANGED = "indicator:changed"
    LOG_CLOCK_WENT_BACK = "log:clock-went-back"
    LOG_EXPORTED = "log:exported"
    LOG_OPENED = "log:opened"
    LOG_READ = "log:read"
    LOG_RESTORED = "log:restored"
    LOG_VERIFIED = "log:verified"
    NARRATIVE_WRITTEN = "narrative:written"
    PERIOD_EXPORTED = "period:exported"
    REALISASI_ENTERED = "realisasi:entered"
    RECOMMENDATION_ADDED = "recommendation:added"
    RECOMMENDATION_CHANGED = "recommendation:changed"
    RECOMMENDATION_REMOVED = "recommendation:removed"
    REPORT_DOWNLOADED = "report:downloaded"
    REPORT_FROZEN = "report:frozen"
    REPORT_PARAF_GIVEN = "report:paraf-given"
    REPORT_PARAF_SIGNED = "report:paraf-signed"
    REPORT_PARAF_WITHDRAWN = "report:paraf-withdrawn"
    REPORT_RENDERED = "report:rendered"
    REPORT_REQUESTED = "report:requested"
    REPORT_REVISION_CANCELLED = "report:revision-cancelled"
    REPORT_REVISION_OPENED = "report:revision-opened"
    REPORT_SEALED = "report:sealed"
    REPORT_SIGNED = "report:signed"
    REPORT_SUPERSEDED = "report:superseded"
    REPORT_THAWED = "report:thawed"
    REPORT_TIMESTAMPED = "report:timestamped"
    REVIEW_ANSWERED = "review:answered"
    REVIEW_COMPLETED = "review:completed"
    REVIEW_OPENED = "review:opened"
    REVIEW_REOPENED = "review:reopened"
    RUN_CANCELLED = "run:cancelled"
    RUN_CLOSED = "run:closed"
    RUN_STARTED = "run:started"
    SAMPLE_DRAWN = "sample:drawn"
    SASARAN_ADDED = "sasaran:added"
    SASARAN_CHANGED = "sasaran:changed"
    SEAL_INSTALLED = "seal:installed"
    SIGNATURE_UNANSWERED = "signature:unanswered"
    SIGNING_METHOD_CHOSEN = "signing:method-chosen"
    SOP_ACTIVATED = "sop:activated"
    SOP_CELL_CONFIRMED = "sop:cell-confirmed"
    SOP_COLUMN_ASSIGNED = "sop:column-assigned"
    SOP_IMPORTED = "sop:imported"
    STEP_COMPLETED = "step:completed"
    STEP_CORRECTED = "step:corrected"
    STEP_ITEM_CLEARED = "step:item-cleared"
    STEP_ITEM_EXEMPTED = "step:item-exempted"
    STEP_ITEM_FILLED = "step:item-filled"
    STEP_RETURNED = "step:returned"
    STEP_STARTED = "step:started"
    STEP_UNIT_REPORTED = "step:unit-reported"
    TARGET_SET = "target:set"
    TRUST_ROOT_ADDED = "trust:root-added"
    TRUST_ROOT_REMOVED = "trust:root-removed"
    UNIT_ADDED = "unit:added"
    UNIT_CHANGED = "unit:changed"
    USER_ADDED = "user:added"
    USER_CHANGED = "user:changed"
    USER_DEACTIVATED = "user:deactivated"
    USER_REACTIVATED = "user:reactivated"
    USER_RESET_CODE_ISSUED = "user:reset-code-issued"
    WITNESS_COSIGNED = "witness:cosigned"
    WITNESS_REGISTERED = "witness:registered"
    WITNESS_RETIRED = "witness:retired"
    WITNESS_TIMESTAMPED = "witness:timestamped"


def _keys(text: str = "") -> frozenset[str]:
    return frozenset(text.split())


KEYS: dict[Tag, frozenset[str]] = {
    Tag.ACCOUNT_PASSWORD_CHANGED: _keys(),
    Tag.ACCOUNT_SIGN_IN_FAILED: _keys("reason"),
    Tag.ACCOUNT_SIGNED_IN: _keys(),
    Tag.ACCOUNT_SIGNED_OUT: _keys(),
    Tag.ACCOUNT_THROTTLED: _keys("until"),
    Tag.ACTING_APPOINTED: _keys("mandate kind post sk_number sk_date starts_on ends_on"),
    Tag.ACTING_ENDED: _keys("mandate reason"),
    Tag.BACKUP_CREATED: _keys("backup events root"),
    Tag.BACKUP_DRILLED: _keys("backup events root"),
    Tag.BUDGET_ENTERED: _keys("year quarter code name parent pagu realisasi source before"),
    Tag.CALENDAR_PUBLISHED: _keys("version note changes"),
    Tag.CERTIFICATE_REMOVED: _keys("fingerprint"),
    Tag.CERTIFICATE_UPLOADED: _keys("fingerprint subject issuer not_after"),
    Tag.DOCUMENT_VERIFIED: _keys("verdict trust registered"),
    Tag.EVIDENCE_DOWNLOADED: _keys("name"),
    Tag.FINDING_CHANGED: _keys("sha256 changes reason"),
    Tag.FINDING_ISSUED: _keys("title kondisi kriteria sebab akibat run review recommendations"),
    Tag.FINDING_RECORDED: _keys("code sha256"),
    Tag.FINDING_WITHDRAWN: _keys("reason"),
    Tag.FOLLOWUP_ANSWERED: _keys("text done_on names"),
    Tag.FOLLOWUP_JUDGED: _keys("status note"),
    Tag.INDICATOR_ADDED: _keys("code name changes definition"),
    Tag.INDICATOR_CHANGED: _keys("code name changes definition"),
    Tag.LOG_CLOCK_WENT_BACK: _keys("behind_seconds"),
    Tag.LOG_EXPORTED: _keys("run package"),
    Tag.LOG_OPENED: _keys("demo office"),
    Tag.LOG_READ: _keys("filter"),
    Tag.LOG_RESTORED: _keys(
        "epoch backup backup_size backup_root known_size known_root head_size lost reason first second"
    ),
    Tag.LOG_VERIFIED: _keys("ok events"),
    Tag.NARRATIVE_WRITTEN: _keys("run section sha256"),
    Tag.PERIOD_EXPORTED: _keys("first last package"),
    Tag.REALISASI_ENTERED: _keys("indicator year quarter value before source"),
    Tag.RECOMMENDATION_ADDED: _keys("sha256 text due_on unit"),
    Tag.RECOMMENDATION_CHANGED: _keys("sha256 changes reason unit"),
    Tag.RECOMMENDATION_REMOVED: _keys(),
    Tag.REPORT_DOWNLOADED: _keys("version sha256"),
    Tag.REPORT_FROZEN: _keys("run version code sha256 pages"),
    Tag.REPORT_PARAF_GIVEN: _keys("version sha256 unit jabatan form"),
    Tag.REPORT_PARAF_SIGNED: _keys("version sha256 sha256_before certificate trust level"),
    Tag.REPORT_PARAF_WITHDRAWN: _keys("version sha256 reason"),
    Tag.REPORT_RENDERED: _keys("run version sha256"),
    Tag.REPORT_REQUESTED: _keys("run kind"),
    Tag.REPORT_REVISION_CANCELLED: _keys("replaces"),
    Tag.REPORT_REVISION_OPENED: _keys("replaces reason"),
    Tag.REPORT_SEALED: _keys("version sha256 sha256_before certificate trust level"),
    Tag.REPORT_SIGNED: _keys("version sha256_frozen sha256 level certificate trust signed_at backend mandate"),
    Tag.REPORT_SUPERSEDED: _keys("version successor code reason"),
    Tag.REPORT_THAWED: _keys("version reason"),
    Tag.REPORT_TIMESTAMPED: _keys("version sha256 sha256_before level"),
    Tag.REVIEW_ANSWERED: _keys("criterion sha256"),
    Tag.REVIEW_COMPLETED: _keys("answered sha256 size root"),
    Tag.REVIEW_OPENED: _keys("kind run year title"),
    Tag.REVIEW_REOPENED: _keys("reason"),
    Tag.RUN_CANCELLED: _keys("reason"),
    Tag.RUN_CLOSED: _keys(),
    Tag.RUN_STARTED: _keys("title sop sop_version calendar_version period hari steps"),
    Tag.SAMPLE_DRAWN: _keys("kind scope seed size population upto members purpose"),
    Tag.SASARAN_ADDED: _keys("code name changes"),
    Tag.SASARAN_CHANGED: _keys("code name changes"),
    Tag.SEAL_INSTALLED: _keys("fingerprint subject issuer not_after"),
    Tag.SIGNATURE_UNANSWERED: _keys("backend sha256 document_id problem"),
    Tag.SIGNING_METHOD_CHOSEN: _keys("backend token_label key_label before"),
    Tag.SOP_ACTIVATED: _keys("number version content explicit"),
    Tag.SOP_CELL_CONFIRMED: _keys("step column symbol duty before"),
    Tag.SOP_COLUMN_ASSIGNED: _keys("column role"),
    Tag.SOP_IMPORTED: _keys("number version findings carried"),
    Tag.STEP_COMPLETED: _keys(
        "attempt completed_at handed_over_at allowance used_minutes used_days due_at verdict"
        " late_reason stated_reason items opens completed_as over_minutes explanation"
    ),
    Tag.STEP_CORRECTED: _keys("what reason before after name"),
    Tag.STEP_ITEM_CLEARED: _keys("item label reason"),
    Tag.STEP_ITEM_EXEMPTED: _keys("item label reason"),
    Tag.STEP_ITEM_FILLED: _keys("item label name document"),
    Tag.STEP_RETURNED: _keys("to reason attempt"),
    Tag.STEP_STARTED: _keys("attempt started_at"),
    Tag.STEP_UNIT_REPORTED: _keys("unit unit_id name attempt"),
    Tag.TARGET_SET: _keys("indicator year quarter value before"),
    Tag.TRUST_ROOT_ADDED: _keys("fingerprint subject note trust"),
    Tag.TRUST_ROOT_REMOVED: _keys("fingerprint subject reason"),
    Tag.UNIT_ADDED: _keys("code name changes"),
    Tag.UNIT_CHANGED: _keys("code name changes"),
    Tag.USER_ADDED: _keys("name roles unit jabatan pangkat"),
    Tag.USER_CHANGED: _keys("changes"),
    Tag.USER_DEACTIVATED: _keys("reason"),
    Tag.USER_REACTIVATED: _keys("reason"),
    Tag.USER_RESET_CODE_ISSUED: _keys(),
    Tag.WITNESS_COSIGNED: _keys("witness size root signed_at sha256"),
    Tag.WITNESS_REGISTERED: _keys("name vkey"),
    Tag.WITNESS_RETIRED: _keys("name reason"),
    Tag.WITNESS_TIMESTAMPED: _keys("size root sha256 stamped_at authority"),
}
