"""The pages of the figures: what officials see, type and get back."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.extensions import db
from app.performance.models import Indicator, Realisasi, Sasaran
from tests.performance.test_actions import last_event
from tests.performance.test_budget import line


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def realisasi_of(code: str, year: int = 2025) -> Realisasi:
    return db.session.scalars(
        select(Realisasi).join(Indicator).where(
            Indicator.code == code, Realisasi.year == year, Realisasi.quarter.is_(None)
        )
    ).one()  # fmt: skip


def test_the_first_page_shows_the_newest_year_with_figures(client, figures):
    page = client.sign_in(figures.inspektur).get("/kinerja")
    assert page.status_code == 200
    shown = text_of(page)
    assert "Pengukuran kinerja Tahun 2025" in shown
    for printed in ("86,52", "103,00", "83,33", "Sangat Tinggi", "Tepat waktu", "95,17", "91,53%"):
        assert printed in shown
    assert "(2T − R)/T × 100 (makin rendah makin baik): 1.4, 2.3" in shown
    assert "Rekapitulasi Propemperda 2025 (contoh)" in shown
    assert page.get_data(as_text=True).count("<svg xmlns") == 8


def test_the_chooser_leads_to_the_period_and_says_what_is_missing(client, figures):
    client.sign_in(figures.tim)
    chosen = client.get("/kinerja?tahun=2026&triwulan=1")
    assert (chosen.status_code, chosen.location) == (303, "/kinerja/2026-1")
    shown = text_of(client.get("/kinerja/2026-1"))
    assert "Target dan realisasi Triwulan I 2026 belum diisi; tabel ini tidak memuat angka." in shown
    assert "Mencapai target" not in shown


@pytest.mark.parametrize("address", ["/kinerja/2025-7", "/kinerja/besok", "/kinerja/99999", "/kinerja?tahun=dua"])
def test_a_period_that_is_none_is_not_found(client, figures, address):
    page = client.sign_in(figures.tim).get(address)
    assert page.status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/kinerja/2025/indikator/999", "/kinerja/indikator/999", "/kinerja/sasaran/999", "/kinerja/anggaran/999"],
)
def test_what_does_not_exist_is_not_found_with_a_sentence(client, figures, address):
    page = client.sign_in(figures.tim).get(address)
    assert page.status_code == 404
    assert "tidak ada. Pilih" in text_of(page)


def test_an_unknown_indikator_takes_no_realisasi(client, figures):
    sent = client.sign_in(figures.tim).post("/kinerja/2025/indikator/999/realisasi", data={"value": "1", "source": "x"})
    assert sent.status_code == 404
    assert "Indikator ini tidak ada." in text_of(sent)


def test_a_realisasi_is_entered_with_a_decimal_comma(client, figures, indicator):
    given = indicator("1.2").id
    client.sign_in(figures.kabag_persidangan)
    sent = client.post(
        f"/kinerja/2025/indikator/{given}/realisasi", data={"value": "76,50", "source": "Rekap baru", "seen": "75.00"}
    )
    assert (sent.status_code, sent.location) == (303, f"/kinerja/2025/indikator/{given}")
    assert "Realisasi 1.2 tersimpan: 76,50, capaian 85,00." in text_of(client.get(sent.location))
    assert realisasi_of("1.2").value == "76.50"


def test_a_bad_number_comes_back_with_all_that_was_typed(client, figures, indicator):
    client.sign_in(figures.tim)
    sent = client.post(
        f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi",
        data={"value": "76.5 kira-kira", "source": "Rekap “Propemperda” <akhir>", "seen": "75.00"},
    )
    assert sent.status_code == 422
    body = sent.get_data(as_text=True)
    assert 'value="76.5 kira-kira"' in body
    assert "Rekap “Propemperda” &lt;akhir&gt;" in body
    assert "bukan angka. Tulis angka dengan koma desimal, misalnya 86,52." in body
    assert 'aria-invalid="true"' in body
    assert realisasi_of("1.2").value == "75.00"


def test_a_decimal_point_is_not_guessed(client, figures, indicator):
    address = f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi"
    sent = client.sign_in(figures.tim).post(address, data={"value": "76.5", "source": "x", "seen": "75.00"})
    assert sent.status_code == 422
    assert "Tulis desimal dengan koma" in text_of(sent)


def test_an_empty_form_names_every_field(client, figures, indicator):
    sent = client.sign_in(figures.tim).post(f"/kinerja/2025/indikator/{indicator('1.1').id}/realisasi", data={})
    assert sent.status_code == 422
    shown = text_of(sent)
    assert "Realisasi: Wajib diisi." in shown
    assert "Dokumen sumber: Wajib diisi." in shown


def test_a_colleagues_change_is_told_before_it_is_overwritten(client, figures, indicator):
    address = f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi"
    client.sign_in(figures.tim)
    sent = client.post(address, data={"value": "77,00", "source": "Rekap", "seen": "70.00"})
    assert sent.status_code == 409
    assert "Rina Maharani, S.AP. baru saja mengubah angka ini menjadi 75,00." in text_of(sent)
    body = sent.get_data(as_text=True)
    assert 'value="77,00"' in body
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', body)
    assert seen[1] == "75.00"
    assert client.post(address, data={"value": "77,00", "source": "Rekap", "seen": seen[1]}).status_code == 303


def test_a_qualitative_realisasi_is_typed_as_words(client, figures, indicator):
    given = indicator("2.4").id
    client.sign_in(figures.kabag_fasilitasi)
    assert "Tulis dengan kata." in text_of(client.get(f"/kinerja/2025/indikator/{given}"))
    client.post(
        f"/kinerja/2025/indikator/{given}/realisasi",
        data={"value": "Terlambat", "source": "Perda", "seen": "Tepat waktu"},
    )
    shown = text_of(client.get(f"/kinerja/2025/indikator/{given}"))
    assert "Realisasi “Terlambat” tidak sama dengan target." in shown
    assert "Sangat Rendah" in shown


def test_a_zero_target_is_explained(client, figures, indicator):
    given = indicator("2.3").id
    client.sign_in(figures.tim)
    assert "Target 0 dan realisasi 0: capaian 100,00." in text_of(client.get(f"/kinerja/2025/indikator/{given}"))
    client.post(f"/kinerja/2025/indikator/{given}/realisasi", data={"value": "2", "source": "LHP", "seen": "0"})
    shown = text_of(client.get(f"/kinerja/2025/indikator/{given}"))
    assert "Tidak dapat dihitung: target 0, sedangkan realisasi bukan 0." in shown


def test_the_source_file_is_kept_by_its_digest(client, figures, indicator):
    pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    address = f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi"
    sent = client.sign_in(figures.tim).post(
        address, data={"value": "75,00", "source": "Rekap", "seen": "75.00", "evidence": (BytesIO(pdf), "rekap.pdf")}
    )
    assert sent.status_code == 303
    digest = hashlib.sha256(pdf).hexdigest()
    assert realisasi_of("1.2").evidence_sha256 == digest
    assert last_event()["files"] == [{"sha256": digest, "size": len(pdf), "role": "sumber"}]


def test_a_source_file_survives_a_refused_number(client, figures, indicator):
    pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    address = f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi"
    client.sign_in(figures.tim)
    sent = client.post(
        address, data={"value": "tujuh", "source": "Rekap", "seen": "75.00", "evidence": (BytesIO(pdf), "rekap.pdf")}
    )
    assert sent.status_code == 422
    assert "rekap.pdf sudah diterima" in text_of(sent)
    token = re.search(r'name="evidence-kept" value="([^"]+)"', sent.get_data(as_text=True))[1]
    client.post(address, data={"value": "76", "source": "Rekap", "seen": "75.00", "evidence-kept": token})
    assert realisasi_of("1.2").evidence_sha256 == hashlib.sha256(pdf).hexdigest()


def test_a_wrong_file_is_refused_beside_its_field_and_nothing_is_saved(client, figures, indicator):
    sent = client.sign_in(figures.tim).post(
        f"/kinerja/2025/indikator/{indicator('1.2').id}/realisasi",
        data={"value": "76", "source": "Rekap", "seen": "75.00", "evidence": (BytesIO(b"MZ\x90"), "rekap.pdf")},
    )
    assert sent.status_code == 422
    assert 'id="evidence-error"' in sent.get_data(as_text=True)
    assert realisasi_of("1.2").value == "75.00"


def test_who_may_not_enter_reads_why_and_is_refused(client, figures, indicator):
    given = indicator("1.1").id
    client.sign_in(figures.kabag_persidangan)
    page = client.get(f"/kinerja/2025/indikator/{given}")
    assert "Indikator ini milik bagian lain" in text_of(page)
    assert "Simpan realisasi" not in text_of(page)
    sent = client.post(f"/kinerja/2025/indikator/{given}/realisasi", data={"value": "1", "source": "x"})
    assert sent.status_code == 403


@pytest.mark.parametrize("who", ["inspektur", "admin", "staf"])
def test_who_only_reads_sees_no_form_and_writes_nothing(client, figures, indicator, who):
    client.sign_in(getattr(figures, who))
    given = indicator("1.1").id
    events = db.session.query(AuditEvent).count()
    own = f"/kinerja/2025/indikator/{given}"
    for address in ("/kinerja/2025", "/kinerja/2025/anggaran", "/kinerja/indikator", own):
        page = client.get(address)
        assert page.status_code == 200
        assert "Simpan" not in text_of(page)
        assert "Tambah" not in text_of(page)
    for address in (
        f"/kinerja/2025/indikator/{given}/realisasi", f"/kinerja/2025/indikator/{given}/target", "/kinerja/sasaran",
        "/kinerja/indikator", f"/kinerja/indikator/{given}", "/kinerja/2025/anggaran",
        f"/kinerja/anggaran/{line('Fasilitasi Tugas DPRD').id}/pagu",
        f"/kinerja/anggaran/{line('Fasilitasi Tugas DPRD').id}/realisasi",
    ):  # fmt: skip
        assert client.post(address, data={"value": "1"}).status_code == 403
    db.session.rollback()
    assert db.session.query(AuditEvent).count() == events


def test_the_sekretaris_sets_a_target_for_a_quarter(client, figures, indicator):
    given = indicator("1.1").id
    client.sign_in(figures.sekretaris)
    sent = client.post(f"/kinerja/2026-1/indikator/{given}/target", data={"target-value": "85,50"})
    assert sent.status_code == 303
    assert "Target 1.1 Triwulan I 2026 tersimpan: 85,50." in text_of(client.get(sent.location))
    refused = client.post(f"/kinerja/2026-1/indikator/{given}/target", data={"target-value": "banyak"})
    assert refused.status_code == 422
    assert 'value="banyak"' in refused.get_data(as_text=True)


def test_a_sasaran_and_its_indikator_are_added_and_changed(client, figures):
    client.sign_in(figures.tim)
    assert client.post("/kinerja/sasaran", data={"code": "3", "name": "Sasaran baru"}).status_code == 303
    sasaran = db.session.scalars(select(Sasaran).where(Sasaran.code == "3")).one()
    new = {
        "sasaran": sasaran.id, "code": "3.1", "name": "Jumlah produk hukum", "satuan": "dokumen", "formula": "higher",
        "accumulation": "sum", "source": "Arsip", "unit": 0, "renstra_target": "12", "renstra_year": "2026",
    }  # fmt: skip
    assert client.post("/kinerja/indikator", data=new).status_code == 303
    found = db.session.scalars(select(Indicator).where(Indicator.code == "3.1")).one()
    assert (found.accumulation, found.unit_id, found.renstra_target) == ("sum", None, "12")
    form = client.get(f"/kinerja/indikator/{found.id}").get_data(as_text=True)
    assert "Jumlah produk hukum" in form
    assert client.post(f"/kinerja/indikator/{found.id}", data=new | {"name": "Jumlah perda"}).status_code == 303
    assert "Jumlah perda" in text_of(client.get("/kinerja/indikator"))
    assert client.post(f"/kinerja/sasaran/{sasaran.id}", data={"code": "1", "name": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "1.1"}, "Kode 1.1 sudah dipakai."),
        ({"formula": "lower", "accumulation": "sum"}, "memakai nilai triwulan terakhir"),
        ({"formula": "entah"}, "Pilihan ini tidak ada."),
        ({"sasaran": "99"}, "Pilihan ini tidak ada."),
        ({"renstra_year": "lusa"}, "Tulis bilangan bulat, misalnya 2026."),
        ({"renstra_year": "26"}, "Tulis tahun antara 2000 dan 2100."),
        ({"renstra_target": "abc"}, "bukan angka"),
        ({"name": "   "}, "Wajib diisi."),
        ({"name": "x" * 501}, "Paling panjang 500 huruf."),
    ],
)
def test_an_indikator_that_cannot_be_is_refused_with_what_was_typed(client, figures, indicator, changes, sentence):
    sasaran = indicator("1.1").sasaran_id
    typed = {
        "sasaran": sasaran, "code": "1.5", "name": "Indikator baru", "satuan": "dokumen", "formula": "higher",
        "accumulation": "last", "source": "Arsip “A”", "unit": 0, "renstra_target": "12", "renstra_year": "2026",
    } | changes  # fmt: skip
    sent = client.sign_in(figures.tim).post("/kinerja/indikator", data=typed)
    assert sent.status_code == 422
    assert sentence in text_of(sent)
    assert "Arsip “A”" in sent.get_data(as_text=True)


def test_the_budget_page_shows_the_tree_its_sum_and_where_it_fails(client, figures):
    client.sign_in(figures.kabag_umum)
    shown = text_of(client.get("/kinerja/2025/anggaran"))
    for printed in ("Rp28.450.000.000", "Rp26.743.000.000", "94,00%", "Rp48.325.000.000", "91,53%", "3,64 poin"):
        assert printed in shown
    kept = line("Fasilitasi Tugas DPRD").id
    sent = client.post(
        f"/kinerja/anggaran/{kept}/realisasi", data={"spending-realisasi": "8.500.000.000", "spending-source": "LRA"}
    )
    assert sent.location == "/kinerja/2025/anggaran"
    assert "selisih Rp22.000.000." in text_of(client.get(sent.location))


def test_an_amount_that_is_none_comes_back_as_typed(client, figures):
    kept = line("Fasilitasi Tugas DPRD").id
    client.sign_in(figures.tim)
    sent = client.post(
        f"/kinerja/anggaran/{kept}/realisasi", data={"spending-realisasi": "8,5 miliar", "spending-source": "LRA"}
    )
    assert sent.status_code == 422
    assert 'value="8,5 miliar"' in sent.get_data(as_text=True)
    assert "bukan jumlah rupiah bulat" in text_of(sent)


def test_a_new_program_begins_the_budget_of_another_year(client, figures):
    client.sign_in(figures.tim)
    assert "Anggaran Tahun 2026 belum diisi." in text_of(client.get("/kinerja/2026/anggaran"))
    assert "ini sebuah program" in text_of(client.get("/kinerja/2026/anggaran/baru"))
    sent = client.post(
        "/kinerja/2026/anggaran", data={"parent": "0", "code": "4.02.01", "name": "Penunjang", "pagu": "1.000"}
    )
    assert sent.status_code == 303
    shown = text_of(client.get("/kinerja/2026/anggaran"))
    assert "4.02.01 Penunjang: realisasi anggaran belum diisi." in shown
    refused = client.post("/kinerja/2026/anggaran", data={"parent": "0", "code": "", "name": "Lagi", "pagu": "1"})
    assert "Program wajib berkode." in text_of(refused)


def test_the_pagu_of_a_line_is_changed_by_who_plans(client, figures):
    kept = line("Fasilitasi Tugas DPRD").id
    client.sign_in(figures.sekretaris)
    sent = client.post(
        f"/kinerja/anggaran/{kept}/pagu",
        data={"line-code": "4.02.02.2.08", "line-name": "Fasilitasi Tugas DPRD", "line-pagu": "9.500.000.000"},
    )
    assert sent.status_code == 303
    assert line("Fasilitasi Tugas DPRD").pagu == 9_500_000_000


def test_an_empty_office_says_what_will_come(empty_client):
    client = empty_client
    assert "Di sini akan tampil indikator kinerja." in text_of(client.get("/kinerja"))
    assert "Anggaran Tahun 2026 belum diisi." in text_of(client.get("/kinerja/anggaran"))
    assert "Di sini akan tampil sasaran" in text_of(client.get("/kinerja/indikator"))
