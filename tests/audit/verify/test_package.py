"""A package is whole as it was made, and refused with anything else in it; the first bad record is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.audit.verify.bag import PROGRAMS
from app.audit.verify.package import PackageVerdict, verify_package
from tests.audit.verify.packer import (
    EPOCH_1,
    LAPORAN,
    PACKAGE,
    SURAT,
    Package,
    Signer,
    bagged,
    chained,
    exported,
    opening,
    other_key,
    repacked,
    requested_report,
    sha256,
    signed_report,
    unpacked,
    with_file,
    written,
    zipped,
)  # fmt: skip

many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
ANOTHER = b"surat yang dibuat belakangan"


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., PackageVerdict]:
    return lambda package, **options: verify_package(package.pack(tmp_path / "paket.zip"), **options)


Check = Callable[..., PackageVerdict]


def answer(verdict: PackageVerdict) -> tuple[bool, str, int | None]:
    return verdict.ok, verdict.kind, verdict.first_bad_seq


def rewritten(bodies: list[bytes], index: int, **fields: object) -> list[bytes]:
    """One record changed and every link after it made new."""
    changed = [json.loads(body) for body in bodies]
    changed[index] |= fields
    return chained({k: v for k, v in event.items() if k != "prev"} for event in changed)


def changed(bodies: list[bytes], index: int, **fields: object) -> list[bytes]:
    return [*bodies[:index], written(json.loads(bodies[index]) | fields), *bodies[index + 1 :]]


def test_a_package_is_whole_as_it_was_made(check: Check) -> None:
    verdict = check(Package())
    assert verdict.ok, verdict.sentence
    assert (verdict.events, verdict.files, verdict.notes) == (6, 2, [])
    assert verdict.facts and verdict.facts.scope == "pelaksanaan SOP nomor 3 (run:3)"


def test_a_package_packed_again_by_another_program_is_read_and_said_so(tmp_path: Path) -> None:
    verdict = verify_package(repacked(tmp_path / "lagi.zip", Package().files()))
    assert verdict.ok, verdict.sentence
    assert "dikemas ulang" in verdict.notes[0]


def test_an_unpacked_folder_is_checked_the_same_way(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "E" / "paket-inspektorat", Package().files())
    for path in (folder, folder.parent):
        verdict = verify_package(path)
        assert verdict.ok, verdict.sentence
    (folder / "data/log/log.jsonl").write_bytes(b"")
    assert not verify_package(folder).ok


@many
@given(st.data())
def test_any_flipped_bit_of_the_zip_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "satu-bit.zip"
    whole = bytearray(Package().pack(path).read_bytes())
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    path.write_bytes(whole)
    verdict = verify_package(path)
    assert not verdict.ok, f"bit {bit}"
    assert verdict.sentence.endswith(".")


@settings(many, max_examples=40)
@given(st.data())
def test_any_flipped_bit_of_a_file_is_refused_in_a_folder_too(tmp_path: Path, data: st.DataObject) -> None:
    files = Package().files()
    name = data.draw(st.sampled_from(sorted(files)))
    bit = data.draw(st.integers(0, len(files[name]) * 8 - 1))
    damaged = bytearray(files[name])
    damaged[bit // 8] ^= 1 << bit % 8
    assert not verify_package(unpacked(tmp_path / "rusak", files | {name: bytes(damaged)})).ok, (name, bit)


@pytest.mark.parametrize("name", sorted(Package().files()))
def test_a_file_taken_out_is_missed(tmp_path: Path, name: str) -> None:
    files = {path: data for path, data in Package().files().items() if path != name}
    verdict = verify_package(repacked(tmp_path / "kurang.zip", files))
    assert (verdict.ok, verdict.kind) == (False, "berkas")


@pytest.mark.parametrize("name", ["catatan.txt", "data/bukti/.DS_Store", "Thumbs.db", "data/log/lagi.jsonl"])
def test_a_file_put_in_is_noticed(tmp_path: Path, name: str) -> None:
    verdict = verify_package(unpacked(tmp_path, Package().files() | {name: b"tambahan"}))
    assert (verdict.ok, verdict.kind) == (False, "berkas")
    assert name in verdict.sentence
    known = name.endswith((".DS_Store", "Thumbs.db"))
    assert ("hapus lalu periksa lagi" in verdict.sentence) is known


def test_lines_that_got_another_end_are_told_and_nothing_is_to_be_removed(tmp_path: Path) -> None:
    files = Package().files()
    texts = {name: data.replace(b"\n", b"\r\n") for name, data in files.items() if name.endswith(".txt")}
    verdict = verify_package(unpacked(tmp_path / "p", files | texts))
    assert (verdict.kind, "CRLF" in verdict.sentence, "hapus" in verdict.sentence) == ("paket", True, False)


@pytest.mark.parametrize("name", ["data/log/lagi.jsonl", "data/lain.txt", "data/bukti/surat.pdf", "lain.txt"])
def test_a_file_of_no_known_place_is_refused_though_it_is_listed(tmp_path: Path, name: str) -> None:
    verdict = verify_package(zipped(tmp_path / "p.zip", bagged(Package().files() | {name: b"tambahan"})))
    assert (verdict.ok, verdict.kind) == (False, "paket")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_swapped_verifier_is_refused(tmp_path: Path, name: str) -> None:
    verdict = verify_package(zipped(tmp_path / "p.zip", Package().files() | {name: b"print('UTUH')"}))
    assert (verdict.ok, verdict.kind) == (False, "berkas")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("bag-info.txt", (b"Payload-Oxum: ", b"Payload-Oxum: 1")),
        ("bag-info.txt", (b"Bagging-Date", b"bagging-date")),
        ("bagit.txt", (b"1.0", b"0.97")),
        ("paket.json", (b'"epoch":1', b'"epoch": 1')),
        ("paket.json", (b'"epoch":1', b'"epoch":true')),
        ("paket.json", (b"run:3", b"run:x")),
        ("paket.json", (b"paket/2", b"paket/3")),
        ("manifest-sha256.txt", (b"  data/log/log.jsonl", b" *data/log/log.jsonl")),
    ],
)
def test_a_frame_in_another_form_is_refused_though_its_digest_fits(
    tmp_path: Path, name: str, change: tuple[bytes, bytes]
) -> None:
    files = Package().files()
    files[name] = files[name].replace(*change)
    tags = {path: files[path] for path in files if not path.startswith("data/") and path != "tagmanifest-sha256.txt"}
    files["tagmanifest-sha256.txt"] = "".join(f"{sha256(tags[path])}  {path}\n" for path in sorted(tags)).encode()
    verdict = verify_package(zipped(tmp_path / "p.zip", files))
    assert not verdict.ok
    assert verdict.kind in ("paket", "berkas")


def test_a_count_that_is_wrong_is_told_when_nothing_else_is(tmp_path: Path) -> None:
    files = Package().files()
    files["bag-info.txt"] = files["bag-info.txt"].replace(b"Payload-Oxum: ", b"Payload-Oxum: 0")
    tags = {path: data for path, data in files.items() if not path.startswith(("data/", "tagmanifest"))}
    files["tagmanifest-sha256.txt"] = "".join(f"{sha256(tags[path])}  {path}\n" for path in sorted(tags)).encode()
    verdict = verify_package(zipped(tmp_path / "p.zip", files))
    assert answer(verdict) == (False, "berkas", None)
    assert "jumlah berkas atau bita" in verdict.sentence


class TestTheLogInside:
    def test_an_edited_record_is_named(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [EPOCH_1.note(package.bodies)]
        package.bodies = changed(package.bodies, 2, actor={"id": 9, "name": "Orang Lain", "role": "staf"})
        assert answer(check(package)) == (False, "diubah", 3)

    def test_a_flipped_bit_names_the_record_not_only_the_file(self, tmp_path: Path) -> None:
        path = Package().pack(tmp_path / "p.zip")
        path.write_bytes(path.read_bytes().replace(b'"request":"r3"', b'"request":"r2"'))
        assert answer(verify_package(path)) == (False, "diubah", 3)

    def test_a_record_of_another_length_is_named_though_no_list_was_made_anew(self, tmp_path: Path) -> None:
        files = Package().files()
        files["data/log/log.jsonl"] = files["data/log/log.jsonl"].replace(b'"request":"r3"', b'"request":"r333"')
        assert answer(verify_package(zipped(tmp_path / "p.zip", files))) == (False, "diubah", 3)

    def test_an_edited_last_record_is_named(self, check: Check) -> None:
        honest = Package()
        package = Package(checkpoints=[EPOCH_1.note(honest.bodies)])
        package.about = {"checkpoint": json.loads(honest.files()["paket.json"])["checkpoint"]}
        package.bodies = changed(honest.bodies, 5, request="lain")
        assert answer(check(package)) == (False, "diubah", 6)

    def test_a_rewritten_log_fails_its_own_checkpoint(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [EPOCH_1.note(package.bodies)]
        package.bodies = rewritten(package.bodies, 1, request="lain")
        assert answer(check(package)) == (False, "ditulis-ulang", 1)

    def test_a_cut_log_fails_its_own_checkpoint(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [EPOCH_1.note(package.bodies)]
        package.bodies = package.bodies[:5]
        assert answer(check(package))[1] != "utuh"

    def test_records_beyond_the_newest_checkpoint_are_refused(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [EPOCH_1.note(package.bodies[:4])]
        assert answer(check(package)) == (False, "paket", None)

    def test_a_checkpoint_by_another_key_is_refused(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [Signer(EPOCH_1.name, key=other_key()).note(package.bodies)]
        assert answer(check(package)) == (False, "tanda-tangan", None)

    def test_checkpoints_that_do_not_grow_are_refused(self, check: Check) -> None:
        package = Package()
        package.checkpoints = [EPOCH_1.note(package.bodies)] * 2
        assert answer(check(package)) == (False, "tanda-tangan", None)

    def test_a_key_of_another_log_is_refused(self, check: Check) -> None:
        stranger = Signer("papan-kinerja/" + "a" * 32)
        package = Package(vkeys=[stranger.vkey])
        assert answer(check(package)) == (False, "paket", None)


class TestWhatIsInScope:
    def test_evidence_that_the_run_mentions_has_to_be_there(self, check: Check) -> None:
        assert answer(check(Package(evidence={}))) == (False, "berkas", 2)

    def test_the_report_of_the_run_has_to_be_there(self, check: Check) -> None:
        assert answer(check(Package(reports={}))) == (False, "berkas", 5)

    def test_a_report_of_another_run_is_not_asked_for(self, check: Check) -> None:
        other = {"act": "report:frozen", "object": "report:2/version:1", "data": {"run": "run:4", "sha256": "0" * 64}}
        bodies = chained([opening(), with_file(), other, exported()])
        assert check(Package(bodies=bodies, reports={})).ok

    @pytest.mark.parametrize("act", ["frozen", "sealed", "paraf-signed", "signed", "timestamped"])
    def test_each_stand_of_the_report_has_to_be_there(self, check: Check, act: str) -> None:
        stand = {"act": f"report:{act}", "object": "report:1/version:1", "data": {"sha256": sha256(ANOTHER)}}
        bodies = chained([opening(), with_file(), stand, signed_report(), requested_report(), exported()])
        assert answer(check(Package(bodies=bodies))) == (False, "berkas", 3)
        assert check(Package(bodies=bodies, reports={"a.pdf": LAPORAN, "b.pdf": ANOTHER})).ok

    def test_a_document_that_was_only_examined_is_not_asked_for(self, check: Check) -> None:
        file = {"role": "diperiksa", "sha256": sha256(ANOTHER), "size": 9}
        bodies = chained([opening(), with_file(), with_file(files=[file]), exported()])
        assert check(Package(bodies=bodies, reports={})).ok

    def test_evidence_that_the_log_never_mentioned_is_refused(self, check: Check) -> None:
        verdict = check(Package(evidence={sha256(SURAT): SURAT, sha256(ANOTHER): ANOTHER}))
        assert (verdict.ok, verdict.kind) == (False, "berkas")
        assert "tidak pernah disebut" in verdict.sentence

    def test_each_report_is_told_by_what_the_log_calls_it(self, check: Check) -> None:
        bodies = chained([opening(), with_file(), *self.stands(), exported()])
        files = {"a.pdf": ANOTHER, "b-bertanda-tangan.pdf": LAPORAN}
        verdict = check(Package(bodies=bodies, reports=files))
        assert verdict.facts
        assert verdict.facts.reports == [
            ("a.pdf", "dibekukan, versi 1"), ("b-bertanda-tangan.pdf", "bertanda tangan"),
        ]  # fmt: skip

    def test_a_report_that_only_its_name_calls_signed_is_refused(self, check: Check) -> None:
        bodies = chained([opening(), with_file(), *self.stands(), exported()])
        swapped = {"a.pdf": LAPORAN, "b-bertanda-tangan.pdf": ANOTHER}
        verdict = check(Package(bodies=bodies, reports=swapped))
        assert answer(verdict) == (False, "berkas", None)
        assert "menyebutnya bertanda tangan" in verdict.sentence

    def stands(self) -> list[dict[str, object]]:
        frozen = {"run": "run:3", "sha256": sha256(ANOTHER), "version": 1}
        return [{"act": "report:frozen", "object": "report:1/version:1", "data": frozen}, signed_report()]

    def test_evidence_under_another_name_is_refused(self, check: Check) -> None:
        assert answer(check(Package(evidence={f"{sha256(ANOTHER)}.pdf": SURAT}))) == (False, "berkas", None)

    @pytest.mark.parametrize("data", [{"package": "f" * 32}, {"run": "run:4"}, {"lebih": 1}])
    def test_a_package_that_the_log_does_not_announce_is_refused(self, check: Check, data: dict[str, str]) -> None:
        bodies = chained([opening(), with_file(), requested_report(), signed_report(), exported(**data)])
        verdict = check(Package(bodies=bodies))
        assert (verdict.ok, verdict.kind) == (False, "paket")
        assert "tidak memuat pembuatan paket" in verdict.sentence

    def period(self, first: str, last: str, at: str) -> Package:
        """A log with one act on run 4, with evidence, at this UTC time; the scope is the period."""
        days = {"first": first, "last": last}
        at_end = {"at": "2026-12-31T00:00:00.000000Z"}
        acts = [opening() | {"at": "2026-01-01T00:00:00.000000Z"}, with_file(object="run:4/step:1", at=at)]
        bodies = chained([*acts, exported(**days) | at_end])
        return Package(bodies=bodies, scope=f"period:{first}..{last}", evidence={}, reports={},
                       checkpoints=[EPOCH_1.note(bodies)])  # fmt: skip

    @pytest.mark.parametrize(
        ("at", "inside"),
        [
            ("2026-03-31T15:59:59.999999Z", False),
            ("2026-03-31T16:00:00.000000Z", True),
            ("2026-06-30T15:59:59.999999Z", True),
            ("2026-06-30T16:00:00.000000Z", False),
        ],
    )
    def test_a_period_has_its_days_in_wita(self, check: Check, at: str, inside: bool) -> None:
        package = self.period("2026-04-01", "2026-06-30", at)
        if inside:
            assert answer(check(package)) == (False, "berkas", 2)
        else:
            verdict = check(package)
            assert verdict.ok, verdict.sentence

    @pytest.mark.parametrize("scope", ["period:2026-02-30..2026-03-01", "period:2026-03-02..2026-03-01", "run:", "log"])
    def test_a_scope_that_is_none_is_refused(self, check: Check, scope: str) -> None:
        assert answer(check(Package(scope=scope))) == (False, "paket", None)


def test_the_id_of_the_package_is_the_announced_one(check: Check) -> None:
    assert json.loads(Package().files()["paket.json"])["package"] == PACKAGE
    assert answer(check(Package(about={"package": "a" * 32}))) == (False, "paket", None)
