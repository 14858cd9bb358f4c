"""What an attacker makes of a package: one row each, with the kind and the first bad record that must be named."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.audit.merkle import leaf_hash
from tests.audit.logs import KEY, body, chained, digest, edited, frontier, relinked
from tests.browser.packages import (
    ELSEWHERE,
    HONEST,
    LETTER,
    PERIOD,
    RESTORED,
    SIGNED,
    SOMEBODY,
    STRANGE,
    THIEF,
    WITNESSED,
    Content,
    Office,
    changed,
    cosigned,
    drawn,
    honest_acts,
    kept,
    key_line,
    note,
    patched,
    rebagged,
    rechained,
    restored,
    rezipped,
    witness_line,
)


class Attack(NamedTuple):
    name: str
    make: Callable[[Path], Path]
    kind: str
    seq: int | None = None
    keeps: Callable[[Path], Path] | None = None
    """What the inspector kept from an earlier visit."""


BODIES = HONEST.bodies


def packed(office: Office) -> Callable[[Path], Path]:
    return lambda folder: office.pack(folder / "paket.zip")


def log_of(bodies: list[bytes], **changes: object) -> Callable[[Path], Path]:
    """Another log under the checkpoints that the honest one had."""
    return packed(replace(HONEST, bodies=bodies, signed=BODIES, **changes))  # type: ignore[arg-type]


def raw(old: bytes, new: bytes) -> Callable[[Path], Path]:
    return lambda folder: patched(HONEST.pack(folder / "paket.zip"), old, new)


def bag(change: Callable[[Content], None], office: Office = HONEST) -> Callable[[Path], Path]:
    return lambda folder: rebagged(office.pack(folder / "paket.zip"), change)


def zipped(change: Callable[[Content], None]) -> Callable[[Path], Path]:
    return lambda folder: rezipped(HONEST.pack(folder / "paket.zip"), change)


def keeping(*notes: str) -> Callable[[Path], Path]:
    return lambda folder: kept(folder / "kunjungan-lalu.txt", *notes)


def put(name: str, data: bytes) -> Callable[[Content], None]:
    return lambda content: content.update({name: data})


def without(name: str) -> Callable[[Content], None]:
    return lambda content: content.pop(name) and None


def swapped(name: str, old: bytes, new: bytes) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        assert old in content[name]
        content[name] = content[name].replace(old, new, 1)

    return change


def lines(bodies: list[bytes]) -> Callable[[Content], None]:
    return put(LOG_LINES, b"".join(body + b"\n" for body in bodies))


def under_another_name(content: Content) -> None:
    content["data/laporan/laporan-1-bertanda-tangan.pdf"] = content.pop("data/laporan/laporan-1.pdf")


def with_crlf(content: Content) -> None:
    texts = [name for name in content if name.endswith(".txt")]
    content.update({name: content[name].replace(b"\n", b"\r\n") for name in texts})


def adding(name: str) -> Callable[[Path], Path]:
    """One more member in a zip that another program made, under a name of its own."""

    def make(folder: Path) -> Path:
        path = HONEST.pack(folder / "paket.zip")
        rezipped(path, lambda content: None)
        with zipfile.ZipFile(path, "a") as archive:
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            archive.writestr(entry, b"x")
        return path

    return make


def unsorted(content: Content) -> None:
    content["manifest-sha256.txt"] = b"".join(reversed(content["manifest-sha256.txt"].splitlines(keepends=True)))


def inserted() -> list[bytes]:
    forged = body(5, leaf_hash(BODIES[3]), actor=SOMEBODY)
    return [*BODIES[:4], forged, *BODIES[4:]]


def exchanged() -> list[bytes]:
    return [*BODIES[:4], BODIES[5], BODIES[4], *BODIES[6:]]


def with_float() -> list[bytes]:
    return [*BODIES[:6], BODIES[6].replace(b'"attempt":1', b'"attempt":1.0'), *BODIES[7:]]


def spelled_again(index: int, old: bytes, new: bytes) -> list[bytes]:
    assert old in BODIES[index]
    return [*BODIES[:index], BODIES[index].replace(old, new, 1), *BODIES[index + 1 :]]


def acts_with(index: int, act: dict[str, object]) -> list[bytes]:
    acts = honest_acts()
    acts[index] = act
    return chained(acts)


def root_of_7() -> str:
    return frontier(BODIES[:7]).root.hex()


def stated(size: int, root: str) -> dict[str, object]:
    return {
        "act": "review:completed",
        "object": "review:1",
        "data": {"answered": 3, "size": size, "root": root, "sha256": "0" * 64},
    }


def with_stated(root: str, *, earlier: int = 0) -> list[bytes]:
    """The log goes on after its seventh record with what a review saw of it."""
    acts = honest_acts()
    more = [stated(earlier, frontier(BODIES[:earlier]).root.hex())] if earlier else []
    return chained([*acts[:7], *more, stated(7, root), acts[-1]])


def stating(root: str, *, earlier: int = 0) -> Callable[[Path], Path]:
    """A record before the stated size is another one, all is linked and signed anew, and the stated root is left."""
    honest = with_stated(root, earlier=earlier)
    forged = relinked([*honest[:4], edited(honest[4], actor=SOMEBODY), *honest[5:]], start=4)
    return packed(replace(HONEST, bodies=forged, points=((1, 3), (1, 7), (1, len(forged)))))


def unsigned_stating() -> Callable[[Path], Path]:
    honest = with_stated(root_of_7())
    forged = relinked([*honest[:4], edited(honest[4], actor=SOMEBODY), *honest[5:]], start=4)
    return packed(replace(HONEST, bodies=forged, signed=honest, points=((1, 3), (1, len(forged)))))


def of_another_log() -> list[bytes]:
    """Signed by this log's key, though each record says that it is of another."""
    acts = [act | {"log": "f" * 32} for act in honest_acts()]
    return chained([acts[0] | {"object": f"log:{'f' * 32}"}, *acts[1:]])


def testified(*notes: str, key: str = "") -> Callable[[Path], Path]:
    """What lies in the package as a witness's word."""
    return packed(replace(HONEST, witnesses=([key or witness_line()], [*notes], {})))


def retimed(signed: str) -> str:
    """A minute later by the signature line, though the witness signed another time."""
    head, encoded = signed.removesuffix("\n").rsplit(" ", 1)
    data = bytearray(base64.b64decode(encoded))
    data[11] ^= 64
    return f"{head} {base64.b64encode(data).decode()}\n"


def sampled(**told: object) -> Callable[[Path], Path]:
    return packed(replace(HONEST, bodies=acts_with(8, drawn(**told))))


def flipped(place: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        data = bytearray(HONEST.pack(folder / "paket.zip").read_bytes())
        data[place] ^= 1
        return written(folder / "paket.zip", bytes(data))

    return make


def cut_short(folder: Path) -> Path:
    path = HONEST.pack(folder / "paket.zip")
    return written(path, path.read_bytes()[: path.stat().st_size // 2])


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


LOG_LINES = "data/log/log.jsonl"
EVIDENCE = f"data/bukti/{digest(LETTER)}.pdf"
NOTE_7 = note(BODIES, (1, 7))
EVERY_SIZE = tuple((1, size) for size in range(1, 11))
FORGED_RESTORE = replace(RESTORED, bodies=restored(BODIES, known_size=6, head_size=None, lost=1))

ATTACKS = [
    # The log.
    Attack("a record edited", log_of(changed(3, actor=SOMEBODY)), "diubah", 4),
    Attack(
        "the last record edited",
        bag(swapped(LOG_LINES, b'"request":"r10"', b'"request":"r11"')),
        "diubah",
        10,
    ),
    Attack("the last record edited, and paket.json", log_of(changed(9, actor=SOMEBODY)), "ditulis-ulang", 8),
    Attack("one bit of a record, in the zip itself", raw(b'"request":"r4"', b'"request":"r5"'), "diubah", 4),
    Attack("a record made longer, no list touched", zipped(swapped(LOG_LINES, b'"r4"', b'"r4444"')), "diubah", 4),
    Attack("a record deleted, no list touched", zipped(lines(BODIES[:4] + BODIES[5:])), "dihapus", 5),
    Attack("the tail cut off, no list touched", zipped(lines(BODIES[:8])), "dipotong", 9),
    Attack("evidence made longer, no list touched", zipped(put(EVIDENCE, LETTER + b"x")), "berkas"),
    Attack("a record deleted", log_of([*BODIES[:4], *BODIES[5:]]), "dihapus", 5),
    Attack("the first record deleted", log_of(BODIES[1:]), "dihapus", 1),
    Attack("a record put in", log_of(inserted()), "disisipkan", 5),
    Attack("a record written twice", log_of([*BODIES[:4], *BODIES[3:]]), "disisipkan", 5),
    Attack("two records exchanged", log_of(exchanged()), "ditukar", 5),
    Attack("the tail cut off", log_of(BODIES[:8]), "dipotong", 9),
    Attack("re-chained", log_of(rechained(4, actor=SOMEBODY)), "ditulis-ulang", 4),
    Attack("a float where an integer was", log_of(with_float()), "diubah", 7),
    Attack("a space in the JSON", log_of(spelled_again(6, b'"v":1', b'"v": 1')), "diubah", 7),
    Attack("a key twice", log_of(spelled_again(6, b',"v":1}', b',"v":1,"v":1}')), "diubah", 7),
    Attack("a lone surrogate", log_of(spelled_again(6, b'"r7"', b'"\\ud800"')), "diubah", 7),
    Attack("a line that is no JSON", log_of([*BODIES[:6], b"bukan JSON", *BODIES[7:]]), "diubah", 7),
    Attack("a byte that is no UTF-8", log_of(spelled_again(6, b'"r7"', b'"\xff7"')), "diubah", 7),
    Attack("time set back", log_of(rechained(6, at="2026-11-22T00:00:00.000000Z")), "diubah", 7),
    Attack(
        "the last line feed gone",
        bag(lambda c: c.update({"data/log/log.jsonl": c["data/log/log.jsonl"][:-1]})),
        "paket",
    ),
    # Checkpoints and keys.
    Attack("checkpoints of another key", packed(replace(HONEST, key=THIEF)), "tanda-tangan"),
    Attack("checkpoints out of order", packed(replace(HONEST, points=((1, 7), (1, 3), (1, 10)))), "tanda-tangan"),
    Attack("records beyond the newest checkpoint", packed(replace(HONEST, points=((1, 3), (1, 8)))), "paket"),
    Attack(
        "a key with another id",
        bag(swapped("data/log/log.vkey", key_line(KEY)[46:54].encode(), b"00000000")),
        "tanda-tangan",
    ),
    Attack("no checkpoint at all", bag(put("data/log/checkpoints.txt", b"")), "tanda-tangan"),
    # What only the kept checkpoint shows.
    Attack(
        "re-chained with the stolen key",
        packed(replace(HONEST, bodies=rechained(4, actor=SOMEBODY))),
        "ditulis-ulang",
        1,
        keeping(NOTE_7),
    ),
    Attack(
        "re-chained with the stolen key, between two that were kept",
        packed(replace(HONEST, bodies=rechained(4, actor=SOMEBODY))),
        "ditulis-ulang",
        4,
        keeping(note(BODIES, (1, 3)), NOTE_7),
    ),
    Attack(
        "the stolen key signed at every size",
        packed(replace(HONEST, bodies=rechained(4, actor=SOMEBODY), points=EVERY_SIZE)),
        "ditulis-ulang",
        4,
        keeping(note(BODIES, (1, 3)), NOTE_7),
    ),
    Attack(
        "the stolen key signed at every size, a witness's word left in",
        packed(replace(WITNESSED, bodies=rechained(4, actor=SOMEBODY), points=EVERY_SIZE)),
        "ditulis-ulang",
        1,
    ),
    Attack("re-chained with the stolen key, a root in the log forgotten", stating(root_of_7()), "ditulis-ulang", 1),
    Attack("the same, an earlier stated root still fits", stating(root_of_7(), earlier=3), "ditulis-ulang", 4),
    Attack("re-chained without the key, a root in the log left too", unsigned_stating(), "ditulis-ulang", 4),
    Attack(
        "truncated with its checkpoints",
        packed(replace(HONEST, bodies=[*acts_with(6, honest_acts()[-1])[:7]], points=((1, 3), (1, 7)))),
        "dipotong",
        8,
        keeping(note(BODIES, (1, 10))),
    ),
    Attack(
        "the key replaced with everything",
        packed(replace(HONEST, key=THIEF, vkeys=(key_line(THIEF),))),
        "tanda-tangan",
        None,
        keeping(NOTE_7),
    ),
    # Restores.
    Attack("a restore that hides what was signed", packed(FORGED_RESTORE), "dipotong", 6, keeping(NOTE_7)),
    Attack("a restore that miscounts", packed(replace(RESTORED, bodies=restored(BODIES, lost=1))), "diubah", 6),
    Attack(
        "a restore from another backup",
        packed(replace(RESTORED, bodies=restored(BODIES, backup_root="ab" * 32))),
        "ditulis-ulang",
        4,
    ),
    Attack(
        "a restore that admits another root than was signed",
        packed(RESTORED),
        "dipotong",
        6,
        keeping(note(rechained(5, actor=SOMEBODY), (1, 7))),
    ),
    Attack(
        "a checkpoint of an epoch before it began",
        packed(replace(RESTORED, points=((2, 3), (2, 6), (2, 9)))),
        "tanda-tangan",
    ),
    Attack("an epoch that the log doesn't have", bag(swapped("paket.json", b'"epoch":1', b'"epoch":2')), "paket"),
    # Witnesses.
    Attack("a cosignature by another key", testified(cosigned(NOTE_7, THIEF)), "saksi"),
    Attack("a cosignature of another time", testified(retimed(cosigned(NOTE_7))), "saksi"),
    Attack("a cosignature by nobody listed", testified(cosigned(NOTE_7, THIEF, "orang.lain/saksi")), "saksi"),
    Attack("a note that no witness signed", testified(NOTE_7), "saksi"),
    Attack(
        "a cosigned note of another log",
        testified(cosigned(note(rechained(4, actor=SOMEBODY), (1, 7)))),
        "ditulis-ulang",
        1,
    ),
    Attack("a witness's key that is the log's", testified(cosigned(NOTE_7), key=key_line(KEY).strip()), "saksi"),
    # Who the log is.
    Attack("records that name another log than its key", packed(replace(HONEST, bodies=of_another_log())), "paket"),
    # Samples.
    Attack("a sample that was picked by hand", sampled(members=[3]), "sampel", 9),
    Attack("a population told too large", sampled(population=4), "sampel", 9),
    # Files.
    Attack("evidence replaced", raw(LETTER, LETTER.replace(b"surat", b"palsu")), "berkas"),
    Attack("evidence replaced, the lists made anew", bag(put(EVIDENCE, STRANGE)), "berkas"),
    Attack("evidence taken out", bag(without(EVIDENCE)), "berkas", 2),
    Attack("the signed report left out", packed(replace(HONEST, reports=(SIGNED,))), "berkas", 5),
    Attack("evidence that no record speaks of", packed(replace(HONEST, files=(LETTER, b"asing"))), "berkas"),
    Attack("a run of the period left out", packed(replace(PERIOD, files=(LETTER,))), "berkas", 4),
    Attack("the frozen report under a signed one's name", bag(under_another_name), "berkas"),
    Attack("a file that no list has", zipped(put("catatan.txt", b"tambahan")), "berkas"),
    Attack("a file listed but gone", zipped(without("data/laporan/laporan-1.pdf")), "berkas"),
    Attack(
        "the verifier itself changed", zipped(lambda c: c.update({"periksa.pyz": c["periksa.pyz"] + b"x"})), "berkas"
    ),
    # The frame.
    Attack("another package's id", packed(replace(HONEST, package="f" * 32)), "paket"),
    Attack("another run's package", packed(replace(HONEST, scope="run:4", files=(LETTER, ELSEWHERE))), "paket"),
    Attack("the zip's mark", flipped(-1), "paket"),
    Attack("a member's mode", flipped(-60), "paket"),
    Attack("paket.json in another spelling", bag(swapped("paket.json", b'"epoch":1', b'"epoch": 1')), "paket"),
    Attack("another root in paket.json", bag(swapped("paket.json", b'"root":"', b'"root":"0')), "paket"),
    Attack("a manifest out of order", zipped(unsorted), "paket"),
    Attack("another declaration of the bag", bag(put("bagit.txt", b"BagIt-Version: 0.97\n")), "paket"),
    Attack("cut off in the middle", cut_short, "paket"),
    Attack("a name that leads out", adding("../luar.txt"), "paket"),
    Attack("an absolute name", adding("/etc/passwd"), "paket"),
    Attack("a name with backslashes", adding("paket-inspektorat\\\\luar.txt"), "paket"),
    Attack("a name of a drive", adding("C:/luar.txt"), "paket"),
    Attack("a file beside the package's folder", adding("luar.txt"), "berkas"),
    Attack("lines with another end", zipped(with_crlf), "paket"),
]
