"""periksa.html as the inspector uses it: from a stick, without a network, with the same verdicts as periksa.pyz."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, expect

from app.audit import verify_html
from app.audit.merkle import leaf_hash, node_hash
from app.audit.proofs import inclusion_proof
from app.audit.verify.package import UNCHECKED, verify_package
from app.audit.verify_html import page_bytes
from tests.audit.logs import chained
from tests.audit.verify.test_hostile import NO_PACKAGE
from tests.browser.attacks import ATTACKS, Attack
from tests.browser.packages import (
    HONEST,
    PERIOD,
    RESTORED,
    SOMEBODY,
    THIEF,
    WITNESSED,
    Office,
    cosigned,
    honest_acts,
    kept,
    key_line,
    note,
    rechained,
    repacked,
    unpacked,
    witness_line,
)

pytestmark = pytest.mark.browser

DROP = """(content) => {
  const transfer = new DataTransfer();
  for (const [name, data] of Object.entries(content)) {
    transfer.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
  }
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: transfer }));
}"""
LISTEN = """() => {
  globalThis.heard = { told: [], longest: 0 };
  let before = performance.now();
  setInterval(() => {
    heard.longest = Math.max(heard.longest, performance.now() - before);
    before = performance.now();
  }, 20);
  const far = document.getElementById("far");
  new MutationObserver(() => heard.told.push(far.textContent)).observe(far, { childList: true });
}"""
AXE = (
    """() => axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))"""
)


class Verdict(NamedTuple):
    title: str
    kind: str
    seq: int | None
    text: str


class Stick:
    """The page as it lies on a stick, opened in a browser that has no network."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def check(self, package: Path, keeps: Path | None = None) -> Verdict:
        if self.page.locator("#again").is_visible():
            self.page.get_by_role("button", name="Periksa yang lain").click()
        self.page.locator("#package").set_input_files(package)
        if keeps is not None:
            self.page.locator("#kept").set_input_files(keeps)
        elif self.page.locator("#drop-kept").is_visible():
            self.page.get_by_role("button", name="Tanpa checkpoint").click()
        self.page.get_by_role("button", name="Periksa paket").click()
        return self.verdict()

    def verdict(self) -> Verdict:
        expect(self.page.locator("#result")).to_be_visible()
        shown = self.page.locator("#verdict")
        kind, seq = self.fact("Jenis") or "(utuh)", self.fact("Rekaman pertama yang bermasalah")
        return Verdict(
            shown.locator("h2").inner_text(),
            kind[kind.rindex("(") + 1 : -1],
            int(seq.replace(".", "")) if seq and re.fullmatch("[0-9.]+", seq) else None,
            shown.inner_text(),
        )

    def fact(self, term: str) -> str:
        found = self.page.locator("#verdict dl > div").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{term}$"))
        )
        return found.locator("dd").inner_text() if found.count() else ""


@pytest.fixture(scope="module")
def periksa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stick") / "periksa.html"
    path.write_bytes(page_bytes())
    return path


@pytest.fixture(scope="module")
def plugged(chromium: Browser, periksa: Path) -> Iterator[Callable[..., Stick]]:
    """`plugged()`: the page opened from the file. A script error, a broken policy or a request fails the test."""
    complaints: list[str] = []
    contexts = []

    def plug(**options: object) -> Stick:
        context = chromium.new_context(**{"offline": True, "locale": "id-ID", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        allowed = (periksa.as_uri(), "blob:")
        page.on("request", lambda request: request.url.startswith(allowed) or complaints.append(request.url))
        page.goto(periksa.as_uri())
        return Stick(page)

    yield plug
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def stick(plugged: Callable[..., Stick]) -> Stick:
    return plugged()


def test_the_page_is_the_same_every_time_and_asks_for_nothing(periksa: Path) -> None:
    assert periksa.read_bytes() == page_bytes()
    page = periksa.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page), "no address that a browser could ask"
    assert "fetch(" not in page and "XMLHttpRequest" not in page and "import(" not in page


class TestHonestPackages:
    @pytest.mark.parametrize("office", [HONEST, WITNESSED, PERIOD], ids=["run", "witnessed", "period"])
    def test_it_is_whole(self, stick: Stick, tmp_path: Path, office: Office) -> None:
        path = office.pack(tmp_path / "paket.zip")
        verdict = stick.check(path)
        assert verdict.title == "UTUH", verdict.text
        assert verify_package(path).ok
        assert stick.fact("Rekaman terakhir").startswith("10, dicatat 23 November 2026")
        assert "1 sampel diundi ulang" in verdict.text
        assert "laporan-1.pdf: dibekukan" in verdict.text and "laporan-2.pdf: bertanda tangan" in verdict.text

    def test_zipped_again_by_another_program_it_is_whole_and_said_so(self, stick: Stick, tmp_path: Path) -> None:
        path = HONEST.pack(tmp_path / "paket.zip")
        verdict = stick.check(repacked(path, unpacked(path)))
        assert verdict.title == "UTUH", verdict.text
        assert "dikemas ulang" in verdict.text

    def test_unpacked_to_a_folder_it_is_whole_and_said_so(self, plugged: Callable[..., Stick], tmp_path: Path) -> None:
        folder = tmp_path / "salinan saya"
        for name, data in unpacked(HONEST.pack(tmp_path / "paket.zip")).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        stick = plugged()
        stick.page.locator("#folder").set_input_files(folder)
        stick.page.get_by_role("button", name="Periksa paket").click()
        verdict = stick.verdict()
        assert verdict.title == "UTUH", verdict.text
        assert "folder" in verdict.text

    def test_restored_from_a_backup_it_is_whole_but_not_silently(self, stick: Stick, tmp_path: Path) -> None:
        verdict = stick.check(
            RESTORED.pack(tmp_path / "paket.zip"), kept(tmp_path / "lalu.txt", note(HONEST.bodies, (1, 7)))
        )
        assert verdict.title == "UTUH, TETAPI PERNAH DIPULIHKAN", verdict.text
        assert "dipulihkan dari cadangan pada rekaman 6" in verdict.text and "3 rekaman" in verdict.text
        assert "Checkpoint 7 dari epoch 1" in verdict.text

    def test_without_a_witness_it_says_what_it_can_not_exclude(self, stick: Stick, tmp_path: Path) -> None:
        path = HONEST.pack(tmp_path / "paket.zip")
        assert "Tidak ada saksi luar" in stick.check(path).text
        verdict = stick.check(path, kept(tmp_path / "lalu.txt", note(HONEST.bodies, (1, 7))))
        assert "Tidak ada saksi luar" not in verdict.text
        assert "Log melanjutkan checkpoint 7 yang Anda simpan" in verdict.text
        assert "3 rekaman terakhir, sesudah rekaman 7, belum ada saksinya" in verdict.text

    def test_it_tells_what_a_witness_saw_and_what_is_not_checked(self, stick: Stick, tmp_path: Path) -> None:
        office = replace(WITNESSED, witnesses=(*WITNESSED.witnesses[:2], {7: b"stempel"}))
        verdict = stick.check(office.pack(tmp_path / "paket.zip"))
        assert "Saksi inspektorat.contoh/saksi-1" in verdict.text and "sampai rekaman 7" in verdict.text
        assert "PAdES" in verdict.text and "openssl ts -verify" in verdict.text


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_is_refused_with_its_kind_and_first_bad_record(stick: Stick, tmp_path: Path, attack: Attack) -> None:
    path, keeps = attack.make(tmp_path), attack.keeps and attack.keeps(tmp_path)
    verdict = stick.check(path, keeps)
    assert (verdict.title, verdict.kind, verdict.seq) == ("TIDAK UTUH", attack.kind, attack.seq), verdict.text
    other = verify_package(path, last_checkpoint=keeps)
    assert (other.ok, other.kind, other.first_bad_seq) == (False, attack.kind, attack.seq), other.sentence


def test_a_kept_file_that_is_no_checkpoint_accuses_nobody(stick: Stick, tmp_path: Path) -> None:
    path, own = HONEST.pack(tmp_path / "paket.zip"), tmp_path / "lalu.txt"
    for data in (b"", b"\n", b"bukan checkpoint\n", b"\xff\xfe", b"PK\3\4 bukan zip"):
        own.write_bytes(data)
        verdict, other = stick.check(path, own), verify_package(path, last_checkpoint=own)
        assert (verdict.title, other.kind) == ("BELUM DIPERIKSA", UNCHECKED), data
        assert other.sentence.replace(str(own), own.name) in verdict.text


def test_a_kept_package_stands_for_its_checkpoints(stick: Stick, tmp_path: Path) -> None:
    (tmp_path / "lama").mkdir()
    older = HONEST.pack(tmp_path / "lama/paket.zip")
    verdict = stick.check(HONEST.pack(tmp_path / "paket.zip"), older)
    assert "checkpoint 10 yang Anda simpan" in verdict.text
    forged = replace(HONEST, bodies=rechained(4, actor=SOMEBODY)).pack(tmp_path / "paket.zip")
    assert (stick.check(forged, older).kind, verify_package(forged, last_checkpoint=older).kind) == (
        "ditulis-ulang", "ditulis-ulang",
    )  # fmt: skip


@pytest.mark.parametrize("content", NO_PACKAGE)
def test_what_is_no_package_is_not_judged(stick: Stick, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "paket.zip"
    path.write_bytes(content)
    verdict, other = stick.check(path), verify_package(path)
    assert (verdict.title, other.kind) == ("BELUM DIPERIKSA", UNCHECKED)
    assert other.sentence in verdict.text


def test_a_kept_file_that_a_notepad_wrote_again_still_counts(stick: Stick, tmp_path: Path) -> None:
    data = "\ufeff" + note(HONEST.bodies, (1, 7)).replace("\n", "\r\n") + "\r\n"
    (tmp_path / "lalu.txt").write_bytes(data.encode())
    assert (
        "checkpoint 7 yang Anda simpan" in stick.check(HONEST.pack(tmp_path / "paket.zip"), tmp_path / "lalu.txt").text
    )


def test_any_changed_bit_is_refused_by_both_alike(stick: Stick, tmp_path: Path) -> None:
    whole = HONEST.pack(tmp_path / "paket.zip").read_bytes()
    damaged = tmp_path / "rusak.zip"
    for place in [*range(0, 80, 7), *range(120, len(whole), 9973), *range(len(whole) - 1400, len(whole), 61)]:
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        damaged.write_bytes(data)
        verdict, other = stick.check(damaged), verify_package(damaged)
        assert verdict.title == "TIDAK UTUH", place
        assert (verdict.kind, verdict.seq) == (other.kind, other.first_bad_seq), (place, other.sentence)


class TestOneRecord:
    """`rekaman-<seq>.txt` against a key that the reader has."""

    def check(self, stick: Stick, text: str, vkeys: str = HONEST.vkeys[0]) -> Verdict:
        page = stick.page
        if page.locator("#again").is_visible():
            page.get_by_role("button", name="Periksa yang lain").click()
        if not page.locator("#record + label").is_visible():
            page.get_by_text("Periksa satu rekaman saja").click()
        record = {"name": "rekaman-4.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.locator("#record").set_input_files(files=[record])  # type: ignore[arg-type]
        page.get_by_label("Kunci publik log").fill(vkeys)
        page.get_by_role("button", name="Periksa rekaman").click()
        return stick.verdict()

    def proof(self, seq: int = 4, *, told: int = 4) -> str:
        bodies = HONEST.bodies
        nodes = {(0, index): leaf_hash(body) for index, body in enumerate(bodies)}
        for level in range(1, 4):
            for index in range(len(bodies) >> level):
                left, right = nodes[level - 1, 2 * index], nodes[level - 1, 2 * index + 1]
                nodes[level, index] = node_hash(left, right)
        path = inclusion_proof(len(bodies), told - 1, lambda level, index: nodes[level, index])
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in path)
        extra = base64.b64encode(bodies[seq - 1]).decode()
        head = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {told - 1}\n"
        return f"{head}{hashes}\n{note(bodies, (1, len(bodies)))}"

    @pytest.mark.parametrize("seq", [1, 4, 9, 10])
    def test_it_is_proven(self, stick: Stick, seq: int) -> None:
        verdict = self.check(stick, self.proof(seq, told=seq))
        assert verdict.title == "TERBUKTI", verdict.text
        assert f"Rekaman {seq} ada dalam log" in verdict.text

    def test_another_record_under_the_proof_is_refused(self, stick: Stick) -> None:
        verdict = self.check(stick, self.proof(5, told=4))
        assert (verdict.title, verdict.kind, verdict.seq) == ("TIDAK UTUH", "diubah", 4)

    def test_another_key_is_refused(self, stick: Stick) -> None:
        assert self.check(stick, self.proof(), key_line(THIEF)).kind == "tanda-tangan"

    def test_what_is_no_proof_is_refused(self, stick: Stick) -> None:
        assert self.check(stick, "bukan rekaman").kind == "paket"


class TestWitnessHimself:
    def check(self, stick: Stick, package: Path, line: str) -> Verdict:
        if stick.page.locator("#again").is_visible():
            stick.page.get_by_role("button", name="Periksa yang lain").click()
        if not stick.page.get_by_label("Kunci publik saksi Anda").is_visible():
            stick.page.get_by_text("Anda saksi log ini?").click()
        stick.page.get_by_label("Kunci publik saksi Anda").fill(line)
        return stick.check(package)

    def test_he_is_told_what_the_package_holds_of_his(self, plugged: Callable[..., Stick], tmp_path: Path) -> None:
        stick = plugged()
        path = WITNESSED.pack(tmp_path / "paket.zip")
        assert "memuat 1 kesaksian dengan kunci Anda" in self.check(stick, path, witness_line()).text
        other = witness_line(THIEF, "saksi.lain/1")
        assert "tidak memuat kesaksian dengan kunci Anda" in self.check(stick, path, other).text

    def test_another_key_under_his_name_is_refused(self, plugged: Callable[..., Stick], tmp_path: Path) -> None:
        forged = replace(
            WITNESSED, witnesses=([witness_line(THIEF)], [cosigned(note(HONEST.bodies, (1, 7)), THIEF)], {})
        )
        path = forged.pack(tmp_path / "paket.zip")
        assert plugged().check(path).title == "UTUH", "alone it can't be seen"
        assert self.check(plugged(), path, witness_line()).kind == "saksi"


class TestThePage:
    def test_nothing_chosen_is_said_at_the_field(self, plugged: Callable[..., Stick]) -> None:
        page = plugged().page
        page.get_by_role("button", name="Periksa paket").click()
        expect(page.get_by_text("Pilih dahulu paket yang diperiksa.")).to_be_visible()
        expect(page.locator("#package")).to_be_focused()

    def test_a_package_is_dropped_on_it_and_a_checkpoint_too(
        self, plugged: Callable[..., Stick], tmp_path: Path
    ) -> None:
        stick = plugged()
        content = {
            "paket.zip": base64.b64encode(HONEST.pack(tmp_path / "paket.zip").read_bytes()).decode(),
            "checkpoints.txt": base64.b64encode(note(HONEST.bodies, (1, 7)).encode()).decode(),
        }
        stick.page.evaluate(DROP, content)
        stick.page.get_by_role("button", name="Periksa paket").click()
        assert "checkpoint 7 yang Anda simpan" in stick.verdict().text

    def test_it_is_used_with_the_keyboard_alone(self, plugged: Callable[..., Stick], tmp_path: Path) -> None:
        page = plugged().page
        path = HONEST.pack(tmp_path / "paket.zip")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("#package")).to_be_focused()
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(path)
        while not page.locator("#go").evaluate("(button) => button === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="UTUH", exact=True)).to_be_visible()
        expect(page.locator("#result")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Cetak hasil")).to_be_focused()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1366, 390])
    def test_axe_finds_nothing(self, plugged: Callable[..., Stick], tmp_path: Path, scheme: str, width: int) -> None:
        stick = plugged(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
        page = stick.page
        page.add_script_tag(path=AXE_FILE_PATH)
        page.get_by_text("Periksa satu rekaman saja").click()
        page.get_by_text("Anda saksi log ini?").click()
        wrong = {"start": page.evaluate(AXE)}
        stick.check(RESTORED.pack(tmp_path / "paket.zip"))
        wrong["restored"] = page.evaluate(AXE)
        stick.check(ATTACKS[0].make(tmp_path))
        wrong["bad"] = page.evaluate(AXE)
        assert wrong == {"start": [], "restored": [], "bad": []}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_without_ed25519_in_the_browser_it_gives_the_same_verdicts(
        self, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An older browser, played by one that is told of no such algorithm and of no WebCrypto hash."""
        source = verify_html._source
        older = {"ed25519.js": ('importKey("raw"', 'importKey("none"'), "bag.js": ("crypto?.subtle", "crypto?.nothing")}

        def without(name: str) -> str:
            old, new = older.get(name, ("", ""))
            text = source(name)
            assert old in text
            return text.replace(old, new)

        monkeypatch.setattr(verify_html, "_source", without)
        (tmp_path / "lama.html").write_bytes(page_bytes())
        context = chromium.new_context(offline=True)
        stick = Stick(context.new_page())
        stick.page.goto((tmp_path / "lama.html").as_uri())
        assert stick.check(WITNESSED.pack(tmp_path / "paket.zip")).title == "UTUH"
        for attack in ATTACKS:
            if attack.kind in ("tanda-tangan", "saksi", "berkas"):
                verdict = stick.check(attack.make(tmp_path), attack.keeps and attack.keeps(tmp_path))
                assert (verdict.kind, verdict.seq) == (attack.kind, attack.seq), attack.name
        context.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    later = [{"at": "2026-11-23T02:00:00.000000Z"} for _ in range(20_000)]
    acts = [*honest_acts()[:-1], *later, honest_acts()[-1] | later[0]]
    office = replace(HONEST, bodies=chained(acts), points=((1, 7), (1, 20_010)))
    return office.pack(tmp_path_factory.mktemp("long") / "paket.zip")


class TestALongLog:
    """Enough records that the check takes a while."""

    def test_the_page_answers_and_tells_how_far_it_is(self, plugged: Callable[..., Stick], long: Path) -> None:
        page = plugged().page
        page.evaluate(LISTEN)
        page.locator("#package").set_input_files(long)
        page.get_by_role("button", name="Periksa paket").click()
        expect(page.get_by_role("heading", name="UTUH", exact=True)).to_be_visible(timeout=60_000)
        heard = page.evaluate("() => heard")
        assert any(re.search(r"[0-9.]+ rekaman · [0-9]+%", text) for text in heard["told"]), heard
        assert heard["longest"] < 1000, "the page itself stood still"

    def test_it_can_be_stopped(self, plugged: Callable[..., Stick], long: Path) -> None:
        page = plugged().page
        page.locator("#package").set_input_files(long)
        page.get_by_role("button", name="Periksa paket").click()
        page.get_by_role("button", name="Batalkan").click()
        expect(page.get_by_text("Pemeriksaan dibatalkan. Belum ada putusan.")).to_be_visible()
        expect(page.locator("#go")).to_be_focused()
        expect(page.locator("#result")).to_be_hidden()
