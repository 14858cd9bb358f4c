"""State against log: an honest office has no difference, and whatever is changed by SQL is found and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.extensions import db
from app.inspection.fold import FOLDS
from app.inspection.tables import TABLES
from app.inspection.verification import verify
from tests.instances import ON_POSTGRESQL

Insider = Callable[..., None]


def test_an_honest_office_reconciles_in_every_table(app: Flask) -> None:
    answer = verify()

    assert answer.state == []
    assert answer.files == []
    assert answer.log.ok
    assert answer.ok
    assert answer.first_bad == ""


BEHIND_A_SEAL = {"report:paraf-signed", "report:sealed"}
"""Acts of an office with cryptographic paraf; tests/reports/test_paraf_signatures.py reconciles that one."""

BY_WITNESSES = {"witness:cosigned", "witness:registered", "witness:retired", "witness:timestamped"}
WITNESSED = {"log_cosignature", "log_timestamp", "log_witness"}
"""Acts and tables of an office with witnesses; tests/inspection/witnesses/test_reconcile_witnesses.py is about them."""


BY_FINDINGS = {tag for tag in FOLDS if tag.partition(":")[0] in ("finding", "followup", "recommendation")}
FOUND = {"finding", "followup_answer", "followup_file", "recommendation"}
"""Those of the Inspektorat's findings; tests/inspection/findings/test_reconcile.py acts and reconciles all of them."""


def test_the_story_acted_everything_that_changes_state(app: Flask) -> None:
    """Else an honest office would prove little."""
    acted = set(db.session.scalars(select(AuditEvent.act).distinct()))
    assert set(FOLDS) - acted == {"report:rendered", "report:requested"} | BEHIND_A_SEAL | BY_WITNESSES | BY_FINDINGS


def test_no_table_of_the_story_is_empty(app: Flask) -> None:
    empty = {table.shape.table for table in TABLES if next(table.rows(), None) is None}
    assert empty == WITNESSED | FOUND


def test_checking_writes_nothing(app: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(AuditEvent))
    verify()
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == before


EARLIER = "'2026-11-23T00:00:00.000000+00:00'"
FORGED = "'" + "f" * 64 + "'"
CHANGED = {
    "run run:2 started_at": f"UPDATE run SET started_at = {EARLIER} WHERE id = 2",
    "run run:2 period": "UPDATE run SET year = 2020 WHERE id = 2",
    "run run:2 calendar_version": "UPDATE run SET calendar_version_id = 1 WHERE id = 2",
    "run run:2 closed_at": "UPDATE run SET closed_at = NULL, closed_by_id = NULL WHERE id = 2",
    "run run:2 closed_by": "UPDATE run SET closed_by_id = 5 WHERE id = 2",
    "run run:1 cancel_reason": "UPDATE run SET cancel_reason = 'tidak ada' WHERE id = 1",
    "run run:1 cancelled_at": "UPDATE run SET cancelled_at = NULL, cancelled_by_id = NULL WHERE id = 1",
    "run_step run:3/step:2 state": "UPDATE run_step SET state = 'done' WHERE run_id = 3 AND no = 2",
    "run_step run:3/step:5 standard":
        "UPDATE run_step SET sop_step_id = (SELECT sop_step_id FROM run_step WHERE run_id = 3 AND no = 4)"
        " WHERE run_id = 3 AND no = 5",
    "step_item run:2/step:1/item:{item} position": "UPDATE step_item SET position = 99 WHERE id = {item}",
    "step_item run:2/step:1/item:{item} label": "UPDATE step_item SET label = 'apa saja' WHERE id = {item}",
    "step_attempt run:2/step:4/attempt:2 handed_over_at":
        f"UPDATE step_attempt SET handed_over_at = {EARLIER} WHERE id = {{attempt}}",
    "step_attempt run:2/step:4/attempt:2 ended_at":
        f"UPDATE step_attempt SET ended_at = {EARLIER} WHERE id = {{attempt}}",
    "step_attempt run:2/step:4/attempt:2 started_at":
        f"UPDATE step_attempt SET started_at = {EARLIER}, started_by_id = 5 WHERE id = {{attempt}}",
    "step_completion run:2/step:4/attempt:2 completed_at":
        f"UPDATE step_completion SET completed_at = {EARLIER} WHERE attempt_id = {{attempt}}",
    "step_completion run:2/step:4/attempt:2 completed_by":
        "UPDATE step_completion SET completed_by_id = 1 WHERE attempt_id = {attempt}",
    "step_completion run:2/step:4/attempt:2 used_minutes":
        "UPDATE step_completion SET used_minutes = 1 WHERE attempt_id = {attempt}",
    "step_completion run:2/step:4/attempt:2 due_at":
        f"UPDATE step_completion SET due_at = {EARLIER} WHERE attempt_id = {{attempt}}",
    "step_completion run:2/step:4/attempt:2 explanation":
        "UPDATE step_completion SET explanation = '[]' WHERE attempt_id = {attempt}",
    "step_completion run:3/step:1/attempt:1 verdict":
        "UPDATE step_completion SET verdict = 'on_time' WHERE verdict = 'late'",
    "step_completion run:3/step:1/attempt:1 late_reason":
        "UPDATE step_completion SET late_reason = 'lain' WHERE verdict = 'late'",
    "step_completion run:2/step:2/attempt:1 occurred_at":
        "UPDATE step_completion SET occurred_at = NULL WHERE occurred_at IS NOT NULL",
    "item_fill run:2/step:1/item:{item}/fill:1 name":
        "UPDATE item_fill SET name = 'lain.docx' WHERE name = 'lama.docx'",
    "item_fill run:2/step:1/item:{item}/fill:2 sha256":
        "UPDATE item_fill SET evidence_id = 1 WHERE name = 'baru.docx' AND filled_by_id = 1",
    "item_fill run:2/step:1/item:{item}/fill:2 cleared_at":
        f"UPDATE item_fill SET cleared_at = {EARLIER} WHERE clear_reason = 'salah berkas'",
    "item_fill run:2/step:1/item:{item}/fill:1 attempt":
        "UPDATE item_fill SET attempt_id = {attempt} WHERE name = 'lama.docx'",
    "step_return run:2/step:5/attempt:1 reason": "UPDATE step_return SET reason = 'tanpa alasan' WHERE from_no = 5",
    "step_return run:2/step:6/attempt:1 to": "UPDATE step_return SET to_no = 4 WHERE from_no = 6",
    "step_correction run:2/step:4/correction:1 after":
        "UPDATE step_correction SET after = 'lain' WHERE what = 'berkas'",
    "report_narrative report:1/section:kata_pengantar sha256": "UPDATE report_narrative SET text = 'Lain.'",
    "report_version report:1/version:2 signed_at": f"UPDATE report_version SET signed_at = {EARLIER} WHERE no = 2",
    "report_version report:1/version:2 signed_by": "UPDATE report_version SET signed_by_id = 2 WHERE no = 2",
    "report_version report:1/version:2 signed_sha256":
        f"UPDATE report_version SET signed_sha256 = {FORGED} WHERE no = 2",
    "report_version report:1/version:2 frozen_sha256":
        f"UPDATE report_version SET frozen_sha256 = {FORGED} WHERE no = 2",
    "report_version report:1/version:2 trust": "UPDATE report_version SET trust = 'tersertifikasi' WHERE no = 2",
    "report_version report:1/version:2 superseded_at":
        f"UPDATE report_version SET superseded_at = {EARLIER} WHERE no = 2",
    "report_version report:1/version:3 replaces":
        "UPDATE report_revision SET replaces = 1 WHERE finished_at IS NOT NULL",
    "report_version report:1/version:3 revision":
        "UPDATE report_version SET revision_id = (SELECT min(id) FROM report_revision) WHERE no = 3",
    "report_file report:1/version:2/file:2 sha256":
        f"UPDATE report_file SET sha256 = {FORGED} WHERE kind = 'signed'",
    "report_file report:1/version:2/file:3 level": "UPDATE report_file SET level = 'B-LTA' WHERE kind = 'extended'",
    "report_file report:1/version:2/file:1 kind": "UPDATE report_file SET kind = 'sealed' WHERE kind = 'frozen'",
    "report_revision report:1/revision:1 cancelled_at":
        "UPDATE report_revision SET cancelled_at = NULL, cancelled_by_id = NULL WHERE cancelled_at IS NOT NULL",
    "report_revision report:1/revision:2 reason":
        "UPDATE report_revision SET reason = 'lain' WHERE finished_at IS NOT NULL",
    "issued_document document:{signed} successor":
        "UPDATE issued_document SET successor = 'lain' WHERE successor IS NOT NULL",
    "report_version report:1/version:1 thaw_reason": "UPDATE report_version SET thaw_reason = 'x' WHERE no = 1",
    "report report:1 run": "UPDATE report SET run_id = 3",
    "target indicator:1/target:2025 value": "UPDATE target SET value = '1' WHERE indicator_id = 1 AND quarter IS NULL",
    "realisasi indicator:1/realisasi:2026-3 value":
        "UPDATE realisasi SET value = '99' WHERE indicator_id = 1 AND quarter = 3",
    "realisasi indicator:1/realisasi:2026-3 evidence_sha256":
        f"UPDATE realisasi SET evidence_sha256 = {FORGED} WHERE indicator_id = 1 AND quarter = 3",
    "budget_line budget:2 realisasi": "UPDATE budget_line SET realisasi = 1 WHERE id = 2",
    "budget_line budget:2 place": "UPDATE budget_line SET position = 99 WHERE id = 2",
    "budget_line budget:2 parent": "UPDATE budget_line SET parent_id = NULL WHERE id = 2",
    "indicator indicator:2 formula": "UPDATE indicator SET formula = 'lower' WHERE id = 2",
    "indicator indicator:1 first_year": "UPDATE indicator SET first_year = NULL WHERE id = 1",
    "sasaran sasaran:2 name": "UPDATE sasaran SET name = 'x' WHERE id = 2",
    "person user:9 deactivated_at": "UPDATE person SET deactivated_at = NULL, deactivated_by_id = NULL WHERE id = 9",
    "person user:9 pangkat": "UPDATE person SET pangkat = 'Pembina' WHERE id = 9",
    "person user:6 jabatan": "UPDATE person SET jabatan = 'Sekretaris DPRD' WHERE id = 6",
    "unit_kerja unit:1 short_name": "UPDATE unit_kerja SET short_name = 'Lain' WHERE id = 1",
    "person user:6 roles": "INSERT INTO person_role (user_id, role) VALUES (6, 'sekretaris')",
    "person user:2 unit": "UPDATE person SET unit_id = 3 WHERE id = 2",
    "unit_kerja unit:4 closed_at": "UPDATE unit_kerja SET closed_at = NULL, closed_by_id = NULL WHERE id = 4",
    "calendar_version calendar:2 digest": f"UPDATE calendar_version SET digest = {FORGED} WHERE no = 2",
    "calendar_version calendar:2 note": "UPDATE calendar_version SET note = 'x' WHERE no = 2",
    "calendar_fact calendar:2 Hari libur 2026-12-23 says":
        "UPDATE calendar_holiday SET name = 'Lain' WHERE day = '2026-12-23'",
    "sop_version sop:1/version:1 content": "UPDATE sop_step SET allowance_amount = 99 WHERE version_id = 1 AND no = 4",
    "sop_version sop:1/version:1 explicit":
        "UPDATE sop_pelaksana_cell SET source = 'dokumen' WHERE step_id = 6 AND position = 0",
    "sop_version sop:1/version:1 activated_at":
        f"UPDATE sop_version SET activated_at = {EARLIER} WHERE no = 1",
    "signing_method user:5/method:2 backend": "UPDATE signing_method SET backend = 'upload' WHERE backend = 'token'",
    "signing_method user:5/method:2 key_label": "UPDATE signing_method SET key_label = 'x' WHERE backend = 'token'",
    "signing_key user:1/key:1 certificate": "UPDATE signing_key SET certificate = x'00' WHERE user_id = 1",
    "signing_key user:1/key:1 not_before": f"UPDATE signing_key SET not_before = {EARLIER} WHERE user_id = 1",
    "trust_root trust:{root}/root:3 not_after":
        "UPDATE trust_root SET not_after = '2099-11-23T00:00:00.000000+00:00'",
    "trust_root trust:{root}/root:3 trust": "UPDATE trust_root SET trust = 'tersertifikasi'",
    "trust_root trust:{root}/root:1 removed_at":
        f"UPDATE trust_root SET removed_at = {EARLIER} WHERE note = 'diperiksa di kantor'",
    "trust_root trust:{root}/root:1 removed_by":
        "UPDATE trust_root SET removed_by = 3 WHERE note = 'diperiksa di kantor'",
    "trust_root trust:{root}/root:2 removal_reason":
        "UPDATE trust_root SET removal_reason = 'x' WHERE note = 'dibandingkan dengan surat'",
    "issued_document document:{signed} title": "UPDATE issued_document SET title = 'Laporan Pengukuran Kinerja Tahun"
        " 2027, versi 1' WHERE kind = 'signed'",
    "issued_document document:{signed} about": "UPDATE issued_document SET about = 'report:9' WHERE kind = 'signed'",
}  # fmt: skip


def names() -> dict[str, object]:
    """What the statements and places need that only the database knows."""
    one = db.session.scalar
    attempt = (
        "SELECT a.id FROM step_attempt a JOIN run_step s ON s.id = a.step_id"
        " WHERE s.run_id = 2 AND s.no = 4 AND a.no = 2"
    )
    item = "SELECT i.id FROM step_item i JOIN run_step s ON s.id = i.step_id WHERE s.run_id = 2 AND s.no = 1"
    return {
        "attempt": one(db.text(attempt)),
        "item": one(db.text(f"{item} ORDER BY i.position LIMIT 1")),
        "root": one(db.text("SELECT DISTINCT fingerprint FROM trust_root")),
        "signed": one(db.text("SELECT sha256 FROM issued_document WHERE kind = 'signed' ORDER BY id LIMIT 1")),
    }


@pytest.mark.parametrize("place", CHANGED)
def test_a_value_changed_by_sql_is_found_and_named(place: str, insider: Insider, app: Flask) -> None:
    known = names()

    insider(CHANGED[place].format(**known))

    assert place.format(**known) in [difference.name for difference in verify().state]


GONE = {
    "run_step run:2/step:7": "DELETE FROM run_step WHERE run_id = 2 AND no = 7",
    "step_item run:2/step:1/item:{item}": "DELETE FROM step_item WHERE id = {item}",
    "step_attempt run:2/step:4/attempt:2": "DELETE FROM step_attempt WHERE id = {attempt}",
    "step_completion run:2/step:4/attempt:2": "DELETE FROM step_completion WHERE attempt_id = {attempt}",
    "step_return run:2/step:5/attempt:1": "DELETE FROM step_return WHERE from_no = 5",
    "step_correction run:2/step:4/correction:2": "DELETE FROM step_correction WHERE what = 'alasan'",
    "unit_report run:2/step:5/attempt:1/unit:1":
        "DELETE FROM unit_report WHERE id = (SELECT min(id) FROM unit_report)",
    "report_version report:1/version:1": "DELETE FROM report_version WHERE no = 1",
    "report_file report:1/version:2/file:3": "DELETE FROM report_file WHERE kind = 'extended'",
    "report_revision report:1/revision:2": "DELETE FROM report_revision WHERE finished_at IS NOT NULL",
    "report report:1": "DELETE FROM report",
    "target indicator:1/target:2025": "DELETE FROM target WHERE indicator_id = 1 AND year = 2025",
    "realisasi indicator:1/realisasi:2026-3": "DELETE FROM realisasi WHERE indicator_id = 1 AND quarter = 3",
    "person user:9": "DELETE FROM person WHERE id = 9",
    "calendar_fact calendar:2 Hari libur 2026-12-23": "DELETE FROM calendar_holiday WHERE day = '2026-12-23'",
    "issued_document document:{signed}": "DELETE FROM issued_document WHERE kind = 'signed'",
    "signing_method user:5/method:2": "DELETE FROM signing_method WHERE backend = 'token'",
    "signing_key user:1/key:1": "DELETE FROM signing_key WHERE user_id = 1",
}  # fmt: skip


@pytest.mark.parametrize("place", GONE)
def test_a_row_that_was_deleted_is_missed(place: str, insider: Insider, app: Flask) -> None:
    known = names()

    insider(GONE[place].format(**known))

    found = {difference.name: difference for difference in verify().state}
    assert found[place.format(**known)].in_log == "ada"
    assert found[place.format(**known)].in_table == "tidak ada"


ADDED = {
    "step_return run:2/step:5/attempt:0": "UPDATE step_return SET attempt_id = {attempt} WHERE from_no = 5",
    "issued_document document:" + "f" * 64:
        "INSERT INTO issued_document (sha256, code, title, about, kind, issued_at, superseded_reason)"
        f" VALUES ({FORGED}, 'kode', 'Laporan palsu', 'report:1/version:2', 'signed', {EARLIER}, '')",
    "report_file report:1/version:3/file:3":
        "INSERT INTO report_file (version_id, no, kind, sha256, level, trust, certificate, made_at)"
        f" SELECT id, 3, 'extended', {FORGED}, 'B-LTA', '', '', {EARLIER} FROM report_version WHERE no = 3",
    "trust_root trust:" + "f" * 64 + "/root:1":
        "INSERT INTO trust_root (fingerprint, subject, note, trust, certificate, not_after, added_at, removal_reason)"
        f" VALUES ({FORGED}, 'Induk palsu', 'x', 'tersertifikasi', x'00', {EARLIER}, {EARLIER}, '')",
    "person user:77":
        "INSERT INTO person (id, nip, name, jabatan, pangkat, password_hash, reset_code_hash, session_generation,"
        f" created_at) VALUES (77, '1', 'Penyusup', 'x', '', '', '', 0, {EARLIER})",
    "step_completion run:3/step:2/attempt:1":
        "INSERT INTO step_completion (attempt_id, completed_at, completed_by_id, completed_as, verdict, used_minutes,"
        " used_days, due_at, over_minutes, text, explanation, late_reason, stated_reason)"
        f" SELECT a.id, {EARLIER}, 2, 'x', 'on_time', 1, '1/450', {EARLIER}, 0, 'x', '[]', '', ''"
        " FROM step_attempt a JOIN run_step s ON s.id = a.step_id WHERE s.run_id = 3 AND s.no = 2",
    "target indicator:2/target:2030":
        f"INSERT INTO target (indicator_id, year, value, set_by_id, set_at) VALUES (2, 2030, '1', 1, {EARLIER})",
    "calendar_fact calendar:1 Hari libur 2026-11-23":
        "INSERT INTO calendar_holiday (version_id, day, name) VALUES (1, '2026-11-23', 'Libur sisipan')",
    "sop_pelaksana_cell sop:1/version:1/step:6 Sekretaris DPRD":
        "UPDATE sop_pelaksana_cell SET source = 'dikonfirmasi', confirmed_by_id = 1,"
        f" confirmed_at = {EARLIER} WHERE step_id = 6 AND position = 0",
}  # fmt: skip


@pytest.mark.parametrize("place", ADDED)
def test_a_row_that_the_log_never_told_of_is_found(place: str, insider: Insider, app: Flask) -> None:
    insider(ADDED[place].format(**names()))

    found = {difference.name: difference for difference in verify().state}
    assert found[place].in_log == "tidak ada"
    assert "tidak pernah tercatat" in found[place].sentence


EXCHANGED = (
    "UPDATE sop_pelaksana_cell SET column_id = -column_id WHERE step_id = 6 AND position IN (0, 1)",
    "UPDATE sop_pelaksana_cell SET column_id = (SELECT c.id FROM sop_pelaksana_column c WHERE c.version_id = 1"
    " AND c.position = 1 - sop_pelaksana_cell.position) WHERE column_id < 0",
)
"""Who answers for step 6 and who does not change places; each cell's own words stay as they are."""


def test_cells_that_exchanged_their_columns_are_found(insider: Insider, app: Flask) -> None:
    insider(*EXCHANGED)

    (difference,) = [one for one in verify().state if one.name == "sop_version sop:1/version:1 content"]
    assert difference.in_table == "sel dipindahkan"


def test_a_version_that_borrows_the_revision_of_another_report_is_found(insider: Insider, app: Flask) -> None:
    insider("UPDATE report_revision SET report_id = 77 WHERE finished_at IS NOT NULL")

    found = {difference.name: difference for difference in verify().state}
    assert found["report_version report:1/version:3 revision"].in_table == "0"
    assert "report_version report:1/version:3 replaces" in found


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL's timestamptz holds no such value.")
def test_a_value_that_no_table_can_hold_is_a_difference_and_no_crash(insider: Insider, app: Flask) -> None:
    insider("UPDATE step_completion SET completed_at = 'kemarin'")

    (difference,) = [one for one in verify().state if one.place.startswith("step_completion")]
    assert "tidak dapat dibaca" in difference.sentence


def test_the_sentence_says_what_the_log_says_and_since_which_record(insider: Insider, app: Flask) -> None:
    insider(f"UPDATE report_version SET signed_at = {EARLIER} WHERE no = 2")

    (difference,) = verify().state
    assert difference.in_table == "2026-11-23T00:00:00.000000+00:00"
    assert difference.in_log == "2026-11-24T07:00:00.000000+00:00"
    assert "Versi 2 laporan 1: waktu tanda tangan di tabel “" not in difference.sentence
    assert difference.sentence.startswith("Versi 2 laporan 1: waktu tanda tangan di tabel 23-11-2026 08.00.00 WITA")
    assert "menurut log (rekaman " in difference.sentence
    assert "24-11-2026 15.00.00 WITA" in difference.sentence
