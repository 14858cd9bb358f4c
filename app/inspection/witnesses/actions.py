"""What is done about witnesses: registering a key, retiring it, keeping a cosignature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import Tag, record
from app.audit.record import moment
from app.extensions import db
from app.inspection.witnesses import ours, queries
from app.inspection.witnesses.errors import NotAccepted, WitnessKnown, WitnessRetired
from app.inspection.witnesses.models import LogCosignature, LogWitness
from app.inspection.witnesses.notes import (
    BadWitness,
    Cosigned,
    Signature,
    WitnessKey,
    cosigned_at,
    read_cosigned,
    read_witness_key,
    signed_by_log,
)
from app.web.refusals import Invalid

KEY_KNOWN = "Kunci ini sudah terdaftar atas nama {name}."
KEY_WAS_RETIRED = "Kunci ini pernah terdaftar lalu dihentikan. Buat kunci baru dengan periksa.pyz kunci-saksi."
NAME_TAKEN = "Nama {name} sedang dipakai saksi lain. Hentikan kunci lamanya dahulu, atau pakai nama lain."
NAMED_AS_LOG = "Nama ini milik log sendiri. Beri saksi nama orang atau lembaganya."

OTHER_LOG = "Kesaksian ini tentang log lain ({origin}), bukan log kantor ini."
NOT_SIGNED_BY_LOG = (
    "Tanda tangan log pada kesaksian ini bukan tanda tangan kami. Simpan berkasnya: "
    "ada yang memperlihatkan log lain kepada Anda, atau berkasnya diubah."
)
LONGER = (
    "Kesaksian ini atas {size} rekaman, padahal log berisi {here}. Simpan berkasnya: "
    "log ini telah dipotong sesudah Anda menyaksikannya. Beri tahu pimpinan Anda, jangan hanya admin."
)
OTHER_ROOT = (
    "Akar log pada {size} rekaman bukan yang Anda saksikan. Simpan berkasnya: log ini atau log yang "
    "diperlihatkan kepada Anda telah ditulis ulang. Beri tahu pimpinan Anda, jangan hanya admin."
)
HIDDEN = (
    "Kesaksian ini atas {size} rekaman, padahal pemulihan pada rekaman {begins} mengaku hanya {known} yang diketahui. "
    "Simpan berkasnya: ada rekaman yang disembunyikan saat pemulihan. Beri tahu pimpinan Anda, jangan hanya admin."
)
LOST = (
    "Kesaksian ini atas bagian log yang hilang saat pemulihan pada rekaman {begins}, jadi tidak dapat dicocokkan lagi. "
    "Simpan berkasnya bersama berita acara pemulihan."
)
NO_WITNESS = "Kesaksian ini belum ditandatangani saksi. Jalankan periksa.pyz saksikan, lalu serahkan hasilnya."
UNKNOWN = "Belum ada saksi terdaftar yang menandatangani kesaksian ini ({names}). Daftarkan dahulu kunci publiknya."
RETIRED = "Kunci saksi {name} sudah dihentikan, jadi kesaksiannya tidak diterima lagi."
FORGED = "Tanda tangan saksi {name} tidak sah: berkas diubah, atau ditandatangani dengan kunci lain."
DUPLICATE = "Kesaksian {name} atas {size} rekaman sudah disimpan."


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of handing in a note: the new rows, and the names of those who were known already or not at all."""

    rows: tuple[LogCosignature, ...]
    known: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


def register_witness(typed: str, *, by: User, at: datetime) -> LogWitness:
    """Register a witness's public key from its line."""
    try:
        key = read_witness_key(typed)
    except BadWitness as fault:
        raise Invalid(str(fault), field="vkey") from None
    _refuse_known(key)
    witness = LogWitness(name=key.name, vkey=key.line, registered_at=at, registered_by_id=by.id)
    db.session.add(witness)
    try:
        db.session.flush()
    except IntegrityError:  # somebody registered it at the same moment
        db.session.rollback()
        raise WitnessKnown(KEY_KNOWN.format(name=key.name)) from None
    data = {"name": witness.name, "vkey": witness.vkey}
    record(Tag.WITNESS_REGISTERED, by=by, about=witness.audit_ref, at=at, data=data)
    return witness


def retire_witness(witness: LogWitness, *, reason: str, by: User, at: datetime) -> None:
    """Take no more cosignatures by this key; what it signed before stays."""
    if not witness.standing:
        raise WitnessRetired(witness.name)
    witness.retired_at, witness.retired_by_id, witness.retire_reason = at, by.id, reason
    db.session.flush()
    data = {"name": witness.name, "reason": reason}
    record(Tag.WITNESS_RETIRED, by=by, about=witness.audit_ref, at=at, data=data)


def keep_cosignature(data: bytes, *, by: User, at: datetime) -> Kept:
    """Keep what registered witnesses signed, once the note is of this log and agrees with it.

    Raises NotAccepted with a sentence: some of them say that the log or what the witness saw was rewritten.
    """
    try:
        cosigned = read_cosigned(data)
    except BadWitness as fault:
        raise NotAccepted(str(fault)) from None
    log_line = _agreeing(cosigned)
    new, known, strangers = [], [], []
    for line in cosigned.signatures:
        if line.name == cosigned.origin:
            continue
        witness = _witness(line)
        if witness is None:
            strangers.append(line.name)
        elif queries.has_cosigned(witness, size=cosigned.size, root=cosigned.root.hex()):
            known.append(witness.name)
        else:
            new.append(_kept(cosigned.with_only(log_line, line), line, witness, by=by, at=at))
    if not new:
        raise NotAccepted(_why_nothing(cosigned, known, strangers))
    return Kept(tuple(new), tuple(known), tuple(strangers))


def _refuse_known(key: WitnessKey) -> None:
    if key.name in ours.log_keys() or key.name.startswith("papan-kinerja/"):
        raise Invalid(NAMED_AS_LOG, field="vkey")
    for witness in queries.witnesses():
        if witness.vkey == key.line:
            raise WitnessKnown(KEY_KNOWN.format(name=key.name) if witness.standing else KEY_WAS_RETIRED)
        if witness.name == key.name and witness.standing:
            raise WitnessKnown(NAME_TAKEN.format(name=key.name))


def _agreeing(cosigned: Cosigned) -> Signature:
    """The log's own line on the note, once the note says what our log says."""
    key = ours.log_keys().get(cosigned.origin)
    if key is None:
        raise NotAccepted(OTHER_LOG.format(origin=cosigned.origin[:100]))
    line = signed_by_log(cosigned, key)
    if line is None:
        raise NotAccepted(NOT_SIGNED_BY_LOG)
    _refuse_lost(cosigned)
    here = ours.log_size()
    if cosigned.size > here:
        raise NotAccepted(LONGER.format(size=cosigned.size, here=here))
    if ours.root_at(cosigned.size) != cosigned.root:
        raise NotAccepted(OTHER_ROOT.format(size=cosigned.size))
    return line


def _refuse_lost(cosigned: Cosigned) -> None:
    """What a restore took away can't be compared; more than it admitted to was hidden."""
    after = ours.restore_after(cosigned.origin)
    if after is None or cosigned.size < after.begins:
        return
    # The known checkpoint is of the epoch that the restore ended; a skipped one ended nothing that was kept.
    other = not after.skipped and cosigned.size == after.known_size and cosigned.root != after.known_root
    if cosigned.size > after.known_size or other:
        raise NotAccepted(HIDDEN.format(size=cosigned.size, begins=after.begins, known=after.known_size))
    raise NotAccepted(LOST.format(begins=after.begins))


def _witness(line: Signature) -> LogWitness | None:
    """The registered witness whose key the line names. Raises NotAccepted where he was retired."""
    named = db.session.scalars(select(LogWitness).where(LogWitness.name == line.name)).all()
    found = next((one for one in named if read_witness_key(one.vkey).id == line.id), None)
    if found is not None and not found.standing:
        raise NotAccepted(RETIRED.format(name=found.name))
    return found


def _kept(note: Cosigned, line: Signature, witness: LogWitness, *, by: User, at: datetime) -> LogCosignature:
    signed_at = cosigned_at(note, line, read_witness_key(witness.vkey))
    if signed_at is None:
        raise NotAccepted(FORGED.format(name=witness.name))
    row = LogCosignature(
        witness=witness, size=note.size, root=note.root.hex(), signed_at=signed_at, note=note.note,
        received_at=at, received_by_id=by.id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    data = {
        "witness": witness.name, "size": row.size, "root": row.root, "signed_at": moment(signed_at),
        "sha256": note.digest,
    }  # fmt: skip
    record(Tag.WITNESS_COSIGNED, by=by, about=witness.audit_ref, at=at, data=data)
    return row


def _why_nothing(cosigned: Cosigned, known: list[str], strangers: list[str]) -> str:
    if known:
        return DUPLICATE.format(name=", ".join(known), size=cosigned.size)
    if strangers:
        return UNKNOWN.format(names=", ".join(name[:60] for name in strangers[:3]))
    return NO_WITNESS
