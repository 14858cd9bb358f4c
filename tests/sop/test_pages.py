"""The pages of the SOP: what each role sees, and what a wrong upload is answered."""

import io

import pytest

from app.accounts.models import User
from app.demo.people import Office
from app.sop import queries
from app.sop.models import SopVersion
from tests.sop.papers import as_docx


def newest() -> SopVersion:
    return queries.version(queries.versions()[0].id)


def upload(client, data: bytes, name: str = "sop.txt", **fields: str):
    return client.post(
        "/sop/masuk", data={"file": (io.BytesIO(data), name), **fields}, content_type="multipart/form-data"
    )


def test_everybody_reads_the_document_as_it_is_written(client, office: Office, active_id: int, parsed):
    for person in office.people():
        client.sign_in(person)
        page = client.get(f"/sop/{active_id}")
        assert page.status_code == 200
        shown = page.get_data(as_text=True)
        assert "175 / 188 / SETWAN-BLG/2023" in shown
        assert "Tahun 2006 Tentang 2006 Tentang" in shown
        assert "DI SAHKAN OLEH" in shown
        assert all(step.uraian in shown for step in parsed.steps)


def test_the_page_draws_the_flow_dotted_with_its_footnote(client, office: Office, active_id: int):
    shown = client.sign_in(office.kabag_umum).get(f"/sop/{active_id}").get_data(as_text=True)
    assert shown.count('<svg class="flow"') == 28
    assert "simbol disusun ulang; belum dikonfirmasi" in shown
    assert 'aria-label="Sekretaris DPRD: Keputusan, Tidak kembali ke langkah 4"' in shown


def test_the_list_says_which_version_is_in_force(client, office: Office, active_id: int, draft_id: int):
    shown = client.sign_in(office.staf).get("/sop").get_data(as_text=True)
    assert shown.count("berlaku</span>") == 1
    assert "rancangan" in shown
    assert "Masukkan SOP" not in shown


def test_an_unknown_version_is_not_found(client, office: Office):
    client.sign_in(office.staf)
    assert client.get("/sop/9999").status_code == 404
    assert client.get("/sop/9999/temuan").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, active_id: int):
    assert client.get(f"/sop/{active_id}").status_code == 303


def test_the_admin_brings_one_in_sees_the_findings_and_activates(client, office: Office, text: str):
    client.sign_in(office.admin)
    answer = upload(client, as_docx(text), "sop.docx")
    version = newest()
    assert answer.status_code == 303
    assert answer.location.endswith(f"/sop/{version.id}/temuan")
    assert version.source_name == "sop.docx"
    shown = client.get(answer.location).get_data(as_text=True)
    assert "Tentang 2006 Tentang" in shown
    assert "Berlakukan versi" in shown
    assert client.post(f"/sop/{version.id}/pemberlakuan").status_code == 303
    assert queries.active_version().id == version.id


def test_a_draft_with_problems_shows_them_with_their_line_and_can_t_be_activated(client, office: Office, text: str):
    client.sign_in(office.admin)
    upload(client, text.replace("\t2 jam\t", "\tnanti\t").encode())
    version = newest()
    shown = client.get(f"/sop/{version.id}/temuan").get_data(as_text=True)
    assert "baris 85, kolom Waktu" in shown
    assert "menahan pemberlakuan" in shown
    assert "Berlakukan versi" not in shown
    answer = client.post(f"/sop/{version.id}/pemberlakuan")
    assert answer.status_code == 422
    assert newest().is_draft


def test_activating_twice_is_a_conflict(client, office: Office, active_id: int):
    client.sign_in(office.admin)
    assert client.post(f"/sop/{active_id}/pemberlakuan").status_code == 409


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "", "Pilih berkas SOP atau tempel teksnya."),
        (b"\x00\x01", "sop.txt", "bukan teks"),
        (b"PK\x03\x04rusak", "sop.docx", "bukan docx yang dapat dibuka"),
        (b"Undangan rapat", "undangan.txt", "tidak jelas SOP mana"),
        (b"  \n", "kosong.txt", "tidak ada teks"),
    ],
)
def test_a_wrong_upload_is_answered_with_a_sentence(client, office: Office, data: bytes, name: str, sentence: str):
    before = len(queries.versions())
    answer = upload(client.sign_in(office.admin), data, name)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert len(queries.versions()) == before


def test_pasted_text_is_kept_when_it_is_refused(client, office: Office):
    answer = client.sign_in(office.admin).post("/sop/masuk", data={"text": "Undangan <rapat>"})
    assert answer.status_code == 422
    assert "Undangan &lt;rapat&gt;" in answer.get_data(as_text=True)


def test_pasted_text_is_read_with_its_tabs(client, office: Office, text: str):
    answer = client.sign_in(office.admin).post("/sop/masuk", data={"text": text.replace("\n", "\r\n")})
    assert answer.status_code == 303
    assert len(newest().steps) == 7
    assert newest().problems == []


def test_only_the_admin_brings_in_and_activates(client, office: Office, draft_id: int, text: str):
    for person in office.people():
        if person.id == office.admin.id:
            continue
        client.sign_in(person)
        assert client.get("/sop/masuk").status_code == 403
        assert upload(client, text.encode()).status_code == 403
        assert client.post(f"/sop/{draft_id}/pemberlakuan").status_code == 403
    assert queries.version(draft_id).is_draft


def test_the_sekretaris_confirms_a_cell(client, office: Office, active_id: int):
    cell = queries.version(active_id).steps[2].cells[2]
    answer = client.sign_in(office.sekretaris).post(f"/sop/{active_id}/pelaksana/{cell.id}")
    assert answer.status_code == 303
    assert answer.location.endswith("/pelaksana#langkah-3")
    assert queries.version(active_id).steps[2].cells[2].source == "dikonfirmasi"
    shown = client.get(f"/sop/{active_id}/pelaksana").get_data(as_text=True)
    assert office.sekretaris.name in shown


def test_the_sekretaris_confirms_a_whole_step(client, office: Office, active_id: int):
    answer = client.sign_in(office.sekretaris).post(f"/sop/{active_id}/langkah/6/konfirmasi")
    assert answer.status_code == 303
    assert queries.version(active_id).steps[5].unconfirmed == []


def test_confirming_everything_takes_the_dots_and_the_footnote_away(client, office: Office, active_id: int):
    client.sign_in(office.sekretaris)
    for no in range(1, 8):
        client.post(f"/sop/{active_id}/langkah/{no}/konfirmasi")
    shown = client.get(f"/sop/{active_id}").get_data(as_text=True)
    assert "belum dikonfirmasi" not in shown
    assert 'stroke-dasharray="0.1 3.6"' not in shown


def test_nobody_else_confirms(client, office: Office, active_id: int):
    cell = queries.version(active_id).steps[2].cells[2]
    others: list[User] = [person for person in office.people() if person.id != office.sekretaris.id]
    for person in others:
        client.sign_in(person)
        assert client.post(f"/sop/{active_id}/pelaksana/{cell.id}").status_code == 403
        assert client.post(f"/sop/{active_id}/langkah/3/konfirmasi").status_code == 403
    assert queries.version(active_id).steps[2].cells[2].source == "simpulan"


def test_a_draft_s_cell_is_changed_by_its_form(client, office: Office, draft_id: int):
    client.sign_in(office.sekretaris)
    cell = queries.version(draft_id).steps[2].cells[3]
    assert "Simpan dan konfirmasi" in client.get(f"/sop/{draft_id}/pelaksana/{cell.id}").get_data(as_text=True)
    answer = client.post(f"/sop/{draft_id}/pelaksana/{cell.id}", data={"symbol": "box", "duty": "helps"})
    assert answer.status_code == 303
    changed = queries.version(draft_id).steps[2].cells[3]
    assert (changed.symbol, changed.duty) == ("box", "helps")


def test_a_symbol_that_is_none_is_answered_with_the_form(client, office: Office, draft_id: int):
    client.sign_in(office.sekretaris)
    cell = queries.version(draft_id).steps[2].cells[3]
    answer = client.post(f"/sop/{draft_id}/pelaksana/{cell.id}", data={"symbol": "segitiga", "duty": "helps"})
    assert answer.status_code == 422
    assert 'value="helps"' in answer.get_data(as_text=True)


def test_a_cell_in_force_is_not_changed_by_a_form(client, office: Office, active_id: int):
    client.sign_in(office.sekretaris)
    cell = queries.version(active_id).steps[2].cells[3]
    answer = client.post(f"/sop/{active_id}/pelaksana/{cell.id}", data={"symbol": "box", "duty": "helps"})
    assert answer.status_code == 409
    assert "isi sel ini tetap" in client.get(f"/sop/{active_id}/pelaksana/{cell.id}").get_data(as_text=True)


def test_a_cell_of_another_version_is_not_found(client, office: Office, active_id: int, draft_id: int):
    client.sign_in(office.sekretaris)
    cell = queries.version(active_id).steps[0].cells[0]
    assert client.post(f"/sop/{draft_id}/pelaksana/{cell.id}").status_code == 404


def test_the_admin_says_who_a_column_is(client, office: Office, text: str):
    client.sign_in(office.admin)
    upload(client, text.replace("\tStaf\t", "\tBendahara\t").encode())
    column = newest().columns[3]
    assert column.role == ""
    shown = client.get(f"/sop/{newest().id}/temuan").get_data(as_text=True)
    assert "Bendahara · belum ditetapkan" in shown
    answer = client.post(f"/sop/{newest().id}/kolom/{column.id}", data={f"c{column.id}-role": "staf"})
    assert answer.status_code == 303
    assert newest().columns[3].role == "staf"
    refused = client.post(f"/sop/{newest().id}/kolom/{column.id}", data={f"c{column.id}-role": "raja"})
    assert refused.status_code == 422
