"""Proof of time that is added to a signed report later: by hand, by the worker, by a command; or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.audit import Tag
from app.demo.people import find_office
from app.evidence import store
from app.inspection.verification import verify
from app.reports import timestamping
from app.reports.levels import LEVELS, can_grow, is_above, reached, wished
from app.signing.actions import add_trust_root, keep_key
from app.signing.backends.container import open_container
from app.signing.queries import issued_under
from app.signing.verification.verdicts import Trust
from app.web.background import work_off
from app.web.transaction import writing
from tests.reports.desks import WHERE, acts, desk, fresh, sign
from tests.reports.offices import RUN, SIGNED_AT
from tests.signing.conftest import pki  # noqa: F401 - a fixture
from tests.signing.pki import PASSPHRASE, Fault, Pki
from tests.snapshots import acted_once

STAMPS = f"{WHERE}/versions/1/timestamps"


@pytest.fixture
def timed(frozen: Flask, pki: Pki) -> Iterator[Flask]:  # noqa: F811
    """The Sekretaris signed at B-B with a certificate whose issuer answers; the TSA came later."""
    frozen.extensions["clock"].set(SIGNED_AT)
    with pki.at(SIGNED_AT):
        acted_once("timed", lambda: sign_without_tsa(frozen, pki))
        use_tsa(frozen, pki.tsa_url)
        yield frozen


def sign_without_tsa(app: Flask, pki: Pki) -> None:  # noqa: F811
    give_certified_key(pki)
    assert sign(app, passphrase=PASSPHRASE).status_code == 303


def give_certified_key(pki: Pki) -> None:  # noqa: F811
    opened = open_container(pki.p12("pejabat"), passphrase=PASSPHRASE)
    with writing():
        add_trust_root(pki.root.public_bytes(Encoding.DER), note="peragaan", trust=Trust.CERTIFIED, at=SIGNED_AT)
        keep_key(pki.p12("pejabat"), certificate=opened.certificate, user=find_office().sekretaris, at=SIGNED_AT)


def use_tsa(app: Flask, url: str) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"tsa_url": url, "tsa_seconds": 4.0})


@pytest.fixture
def certified(frozen: Flask, pki: Pki) -> Iterator[Flask]:  # noqa: F811
    """Before the signature: the same key, and a TSA that answers."""
    frozen.extensions["clock"].set(SIGNED_AT)
    give_certified_key(pki)
    use_tsa(frozen, pki.tsa_url)
    with pki.at(SIGNED_AT):
        yield frozen


def ask(app: Any, who: str = "tim") -> Any:
    return desk(app, who).post(STAMPS)


def files(app: Flask) -> list[bytes]:
    folder = app.config["SETTINGS"].files_folder
    return [store.read(file.sha256, folder=folder) for file in fresh().current.files]


def test_with_a_tsa_the_signature_is_b_lta_at_once(certified):
    assert sign(certified, passphrase=PASSPHRASE).status_code == 303
    version = fresh().current
    assert (version.level, version.trust) == ("B-LTA", "tersertifikasi")
    assert [file.kind for file in version.files] == ["frozen", "signed"]
    assert verify().ok


def test_a_tsa_that_is_away_lowers_the_level_and_not_the_signature(certified, pki: Pki):  # noqa: F811
    with pki.failing(tsa=Fault.REFUSES):
        assert sign(certified, passphrase=PASSPHRASE).status_code == 303
    assert fresh().current.level == "B-B"
    assert "Tambah cap waktu" in desk(certified, "tim").get(WHERE).text


def test_without_a_tsa_the_signature_is_b_b_and_the_page_says_what_that_means(timed):
    version = fresh().current
    assert version.level == "B-B"
    text = desk(timed, "inspektur").get(WHERE).text
    assert "Tingkat B-B." in text
    assert reached("B-B") in text
    assert "Tambah cap waktu" not in text


def test_proof_of_time_is_added_behind_the_signed_bytes(timed):
    signed = files(timed)[-1]
    assert "Tambah cap waktu" in desk(timed, "tim").get(WHERE).text
    assert ask(timed).status_code == 303
    version = fresh().current
    assert [file.kind for file in version.files] == ["frozen", "signed", "extended"]
    assert version.newest.level == "B-LTA"
    assert version.level == "B-B"
    extended = files(timed)[-1]
    assert extended.startswith(signed)
    assert len(extended) > len(signed)
    assert {document.kind for document in issued_under(version.code)} == {"frozen", "signed", "extended"}
    assert acts()[-1] == Tag.REPORT_TIMESTAMPED
    page = desk(timed, "inspektur").get(WHERE).text
    assert "Tingkat B-LTA." in page
    assert f"{WHERE}/versions/1/extended.pdf" in page
    assert desk(timed, "inspektur").get(f"{WHERE}/versions/1/extended.pdf").data == extended
    assert verify().ok


def test_it_can_be_renewed_as_often_as_wanted(timed):
    ask(timed)
    once = files(timed)[-1]
    assert ask(timed, "sekretaris").status_code == 303
    version = fresh().current
    assert [file.kind for file in version.files][2:] == ["extended", "extended"]
    assert files(timed)[-1].startswith(once)
    assert version.newest.name.endswith("-bercap-waktu-2.pdf")
    assert verify().ok


@pytest.mark.parametrize("fault", [Fault.HANGS, Fault.REFUSES, Fault.GARBAGE, Fault.DECLINES])
def test_a_tsa_that_fails_leaves_everything_as_it_was_with_a_sentence(timed, pki, fault):  # noqa: F811
    before, told = files(timed), acts()
    with pki.failing(tsa=fault):
        response = ask(timed)
    assert response.status_code == 409
    assert "Tidak ada yang dapat ditambahkan sekarang" in response.text
    assert 'role="alert"' in response.text
    assert files(timed) == before
    assert acts() == told


def test_a_stamp_that_proves_nothing_is_not_kept(timed, pki):  # noqa: F811
    before = files(timed)
    use_tsa(timed, pki.expired_tsa_url)
    response = ask(timed)
    assert response.status_code == 409
    assert files(timed) == before


def test_who_may_not_add_proof_of_time_is_refused(timed):
    for who in ("kabag_umum", "staf", "inspektur"):
        assert ask(timed, who).status_code == 403, who
        assert "Tambah cap waktu" not in desk(timed, who).get(WHERE).text, who


def test_without_a_tsa_nobody_is_asked_and_the_page_says_who_can_help(timed):
    use_tsa(timed, "")
    response = ask(timed)
    assert response.status_code == 409
    assert timestamping.NO_TSA in response.text


def test_only_the_admin_reads_the_name_of_the_setting(timed):
    use_tsa(timed, "")
    said = f"{timestamping.NO_TSA} {timestamping.TSA_SETTING}"
    assert said in desk(timed, "admin").get(WHERE).text
    for who in ("sekretaris", "tim"):
        text = desk(timed, who).get(WHERE).text
        assert "PAPAN_TSA_URL" not in text, who


def test_an_unsigned_version_takes_no_proof_of_time(frozen):
    use_tsa(frozen, "http://127.0.0.1:9/tsa")
    response = ask(frozen)
    assert response.status_code == 409
    assert "sudah ditandatangani" in response.text
    assert desk(frozen, "tim").post(f"{WHERE}/versions/9/timestamps").status_code == 404


def test_who_comes_second_is_told_and_nothing_is_doubled(timed):
    version = fresh().current
    first = timestamping.extend_version(version, at=SIGNED_AT)
    ask(timed)
    with pytest.raises(timestamping.NotReady, match="oleh orang lain"), writing():
        timestamping.keep_timestamped(
            fresh().current, before=first.before, file=first.file, level=first.level, by=None, at=SIGNED_AT
        )
    assert len(fresh().current.files) == 3


def test_the_worker_tries_by_itself_and_once(timed):
    version = fresh().current
    timestamping.leave_timestamp(version)
    assert work_off(timed) == 1
    assert fresh().current.newest.level == "B-LTA"
    timestamping.leave_timestamp(fresh().current)
    assert work_off(timed) == 0


def test_the_worker_leaves_a_report_as_it_is_where_the_tsa_is_away(timed, pki):  # noqa: F811
    timestamping.leave_timestamp(fresh().current)
    with pki.failing(tsa=Fault.REFUSES):
        work_off(timed)
    assert fresh().current.newest.kind == "signed"


def test_the_command_adds_it_and_says_how_far_it_came(timed):
    told = timed.test_cli_runner().invoke(args=["report", "timestamp", str(RUN)])
    assert (told.exit_code, told.output.strip().endswith("versi 1: tingkat B-LTA.")) == (0, True)
    again = timed.test_cli_runner().invoke(args=["report", "timestamp"])
    assert "Tidak ada laporan yang menunggu cap waktu." in again.output


def test_the_command_refuses_with_a_sentence(timed, pki):  # noqa: F811
    runner = timed.test_cli_runner()
    with pki.failing(tsa=Fault.REFUSES):
        refused = runner.invoke(args=["report", "timestamp"])
    assert refused.exit_code == 1
    assert "Tidak ada yang dapat ditambahkan" in refused.output
    assert runner.invoke(args=["report", "timestamp", "99"]).exit_code == 1
    use_tsa(timed, "")
    assert timestamping.NO_TSA in runner.invoke(args=["report", "timestamp", str(RUN)]).output


def test_levels_stand_in_order():
    assert [can_grow(level) for level in LEVELS] == [True, True, True, False]
    assert is_above("B-T", "B-B")
    assert not is_above("B-B", "B-B")
    assert not is_above("", "B-B")
    assert "B-B" in wished(backend="pkcs12", tsa_url="")
    assert "B-LTA" in wished(backend="token", tsa_url="http://tsa")
    assert "aplikasi tempat Anda" in wished(backend="upload", tsa_url="http://tsa")
