"""Every way of signing, seen through the pages: token, esign service, a PDF signed elsewhere, paraf, later stamps."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import FilePayload

from app.demo.people import PEOPLE
from app.demo.story import PASSPHRASE as DEMO_PASSPHRASE
from app.signing.demo_certificates import demo_certificate
from tests.browser.desk import Desk
from tests.browser.office import (
    FROZEN_RUN,
    freeze_for_signed_paraf,
    give_last_paraf,
    served,
    trust_root,
)
from tests.signing.backends import softhsm
from tests.signing.backends.esign_service import EMAIL, NIK, PASSWORD, TOTP, USER, EsignService, resaved, sign_like_bsre
from tests.signing.pki import PASSPHRASE, Pki, now

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SitDown = Callable[..., Desk]
P12 = "application/x-pkcs12"
SIGNED_WITHIN = 90_000


class OfficesService(EsignService):
    """It signs with the key of the demo office's Sekretaris."""

    def _whose(self) -> str:
        return "pejabat"


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    made = Pki(tmp_path_factory.mktemp("pki"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def ready(acted: Path, pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen run has every paraf, and the office trusts the issuer as a PSrE."""
    instance = shutil.copytree(acted, tmp_path_factory.mktemp("ready") / "instance")
    give_last_paraf(instance)
    trust_root(instance, pki.root.public_bytes(Encoding.DER))
    return instance


@pytest.fixture
def office(ready: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ready, tmp_path / "instance")


def choose(admin: Desk, way: str, **typed: str) -> None:
    """By the admin, on the person's page."""
    admin.page.goto("/pengguna")
    admin.follow(PEOPLE["sekretaris"][1])
    admin.follow("Cara tanda tangan")
    admin.page.get_by_label(way).check()
    for label, value in typed.items():
        admin.page.get_by_label(label.replace("_", " "), exact=False).first.fill(value)
    admin.press("Simpan cara ini")
    admin.is_told("sekarang menandatangani dengan")


def open_signature(sekretaris: Desk) -> Desk:
    sekretaris.page.set_default_timeout(SIGNED_WITHIN)
    sekretaris.run = f"/runs/{FROZEN_RUN}"
    sekretaris.open_report().follow("Baca dan tandatangani")
    sekretaris.page.get_by_label("Saya sudah membaca laporan ini").check()
    return sekretaris


def is_signed(desk: Desk, *, level: str) -> None:
    desk.is_told("Laporan ditandatangani").sees("Laporan sudah ditandatangani").sees(f"Tingkat {level}.")


@contextmanager
def token_with_key(folder: Path, pki: Pki) -> Iterator[dict[str, str]]:
    with softhsm.SoftToken.apart(folder, "kantor") as token:
        token.store_key(pki.key("pejabat"), token="kantor", label="sekretaris", id_="A1")
        for name, label, id_ in (("pejabat", "sekretaris", "A1"), ("interm", "penerbit", "B1")):
            token.store_certificate(pki.certificate(name), token="kantor", label=label, id_=id_)
        yield {"PAPAN_PKCS11_MODULE": softhsm.MODULE, "SOFTHSM2_CONF": str(folder / "softhsm2.conf")}


def test_the_sekretaris_signs_by_a_token_that_the_admin_chose(
    office: Path, pki: Pki, sit_down: SitDown, tmp_path: Path
) -> None:
    stamps = {"PAPAN_TSA_URL": pki.tsa_url, "PAPAN_TSA_SECONDS": "10"}
    with token_with_key(tmp_path / "token", pki) as place, served(office, **place, **stamps) as address:
        choose(sit_down(address, "admin"), "Token kriptografi", Nama_token="kantor", Nama_kunci="sekretaris")
        sekretaris = open_signature(sit_down(address, "sekretaris"))
        pin = sekretaris.page.get_by_label("PIN token Anda")
        pin.fill("9" * 8)
        sekretaris.press("Tandatangani laporan")
        sekretaris.is_told("PIN")
        assert pin.input_value() == ""
        sekretaris.page.get_by_label("Saya sudah membaca laporan ini").check()
        pin.fill(softhsm.PIN)
        sekretaris.press("Tandatangani laporan")
        is_signed(sekretaris, level="B-LTA")


@pytest.mark.parametrize("version", ["1", "2"])
def test_the_sekretaris_signs_by_the_esign_service(office: Path, pki: Pki, sit_down: SitDown, version: str) -> None:
    service = OfficesService(pki)
    settings = {"URL": service.url, "VERSION": version, "USER": USER, "PASSWORD": PASSWORD, "SECONDS": "30"}
    with served(office, **{f"PAPAN_ESIGN_{name}": value for name, value in settings.items()}) as address:
        choose(sit_down(address, "admin"), "Layanan esign BSrE", Surel=EMAIL if version == "2" else "")
        sekretaris = open_signature(sit_down(address, "sekretaris"))
        if version == "2":
            sekretaris.page.get_by_label("kode sekali pakai").fill(TOTP)
        else:
            sekretaris.page.get_by_role("textbox", name="NIK Anda", exact=True).fill(NIK)
            sekretaris.page.get_by_label("Frasa sandi tanda tangan elektronik Anda").fill(PASSPHRASE)
        sekretaris.press("Tandatangani laporan")
        is_signed(sekretaris, level="B-LT")
        sekretaris.sees("Tanda tangan elektronik tersertifikasi.")
    service.close()
    assert service.signed == 1


def test_a_pdf_signed_elsewhere_is_taken_and_another_one_is_not(
    office: Path, pki: Pki, sit_down: SitDown, tmp_path: Path
) -> None:
    with served(office) as address:
        choose(sit_down(address, "admin"), "PDF yang ditandatangani di aplikasi lain")
        sekretaris = open_signature(sit_down(address, "sekretaris"))
        with sekretaris.page.expect_download() as download:
            sekretaris.follow("Unduh PDF beku")
        download.value.save_as(tmp_path / "beku.pdf")
        frozen = (tmp_path / "beku.pdf").read_bytes()
        signed, other = signed_elsewhere(frozen, pki), signed_elsewhere(resaved(frozen), pki)

        bring(sekretaris, other).is_told("Belum ditandatangani.")
        sekretaris.page.get_by_label("Saya sudah membaca laporan ini").check()
        bring(sekretaris, signed)
        is_signed(sekretaris, level="B-LT")


def signed_elsewhere(pdf: bytes, pki: Pki) -> bytes:
    """In a thread of its own: this one has the browser's event loop."""
    with ThreadPoolExecutor() as apart:
        return apart.submit(sign_like_bsre, pdf, pki=pki, name="pejabat").result()


def bring(sekretaris: Desk, pdf: bytes) -> Desk:
    file = FilePayload(name="bertanda-tangan.pdf", mimeType="application/pdf", buffer=pdf)
    sekretaris.page.get_by_label("PDF yang sudah Anda tandatangani").set_input_files(file)
    sekretaris.press("Unggah dan periksa")
    return sekretaris


def test_proof_of_time_is_added_later_by_a_button(office: Path, pki: Pki, sit_down: SitDown) -> None:
    with served(office) as address:
        sekretaris = sit_down(address, "sekretaris")
        sekretaris.page.goto("/profil/kunci")
        key = FilePayload(name="kunci.p12", mimeType=P12, buffer=pki.p12("pejabat"))
        sekretaris.page.get_by_label("Berkas kunci").set_input_files(key)
        sekretaris.page.get_by_label("Frasa sandi kunci").fill(PASSPHRASE)
        sekretaris.press("Periksa dan simpan kunci")
        open_signature(sekretaris).page.get_by_label("Frasa sandi kunci Anda").fill(PASSPHRASE)
        sekretaris.press("Tandatangani laporan")
        is_signed(sekretaris, level="B-B")
    # The worker would do it at its start: here it finds nobody to ask, and the button's request does.
    with served(office, worker=False, PAPAN_TSA_URL=pki.tsa_url, PAPAN_TSA_SECONDS="10") as address:
        tim = sit_down(address, "tim")
        tim.run = f"/runs/{FROZEN_RUN}"
        tim.open_report().press("Tambah cap waktu")
        tim.is_told("cap waktu").sees("Tingkat B-LTA.")


def test_paraf_and_signature_stand_in_one_file_behind_the_seal(acted: Path, sit_down: SitDown, tmp_path: Path) -> None:
    instance = shutil.copytree(acted, tmp_path / "instance")
    chosen = {"PAPAN_PARAF_FORM": "cryptographic", "PAPAN_PARAF": "one"}
    run = freeze_for_signed_paraf(instance)
    with served(instance, **chosen) as address:
        kabag = sit_down(address, "kabag_umum")
        keep_own_key(kabag, "kabag_umum")
        kabag.page.goto(f"/runs/{run}/report/paraf")
        kabag.page.get_by_label("Saya sudah membaca laporan ini").check()
        kabag.page.get_by_label("Frasa sandi kunci atau PIN token Anda").fill(DEMO_PASSPHRASE)
        kabag.press("Tandatangani paraf")
        kabag.is_told("Paraf Anda pada versi")
        sekretaris = open_signature(sit_down(address, "sekretaris"))
        sekretaris.page.get_by_label("Frasa sandi kunci Anda").fill(DEMO_PASSPHRASE)
        sekretaris.press("Tandatangani laporan")
        is_signed(sekretaris, level="B-B")
        with sekretaris.page.expect_download() as download:
            sekretaris.follow("Unduh PDF")
        download.value.save_as(tmp_path / "laporan.pdf")
        stranger = sit_down(address)
        stranger.page.set_default_timeout(SIGNED_WITHIN)
        stranger.page.goto("/verifikasi")
        stranger.page.get_by_role("main").locator("input[type=file]").set_input_files(tmp_path / "laporan.pdf")
        stranger.press("Periksa berkas")
        for signer in ("Segel Sekretariat DPRD", PEOPLE["kabag_umum"][1], PEOPLE["sekretaris"][1]):
            stranger.sees(signer)


def keep_own_key(desk: Desk, who: str) -> None:
    nip, name = PEOPLE[who][:2]
    made = demo_certificate(name, nip=nip, passphrase=DEMO_PASSPHRASE, at=now())
    desk.page.goto("/profil/kunci")
    file = FilePayload(name="kunci.p12", mimeType=P12, buffer=made.p12)
    desk.page.get_by_label("Berkas kunci").set_input_files(file)
    desk.page.get_by_label("Frasa sandi kunci").fill(DEMO_PASSPHRASE)
    desk.press("Periksa dan simpan kunci")
