"""The roots that the office trusts: everybody may read them, the admin adds and removes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response

from app.accounts.access import current_person, requires
from app.accounts.forms import stripped
from app.accounts.permissions import Permission
from app.audit import Tag
from app.audit.queries import Entry, events_about
from app.clock.current import now
from app.signing import actions, queries
from app.signing.certificates import facts_of, load_certificate
from app.signing.forms import RootForm, RootRemovalForm
from app.signing.models import TrustRoot
from app.signing.roots import MAX_ROOT_BYTES, as_fingerprint, check_fingerprint, grouped, read_root
from app.signing.routes.blueprint import blueprint
from app.signing.verification.verdicts import Trust
from app.signing.verification.wording import TRUSTS
from app.web.pages import page, redirect_to, say
from app.web.refusals import Conflict, Invalid, NotFound, TooLarge
from app.web.words import tanggal

NO_SUCH_ROOT = "Sertifikat induk ini tidak ada dalam daftar."
TOO_BIG = "Berkas lebih besar dari 64 kB. Sertifikat induk jauh lebih kecil; periksa berkas yang Anda pilih."
ADDED = "{subject} kini dipercaya. Tanda tangan yang berinduk kepadanya dinilai {worth}."
EXPIRED = (
    "{subject} kini dipercaya, tetapi masa berlakunya sudah habis pada {until}. "
    "Pertahankan hanya bila masih ada dokumen lama yang perlu diperiksa."
)


@dataclass(frozen=True)
class KnownRoot:
    """A root as the page shows it: its row, what its certificate says, and who added and removed it."""

    row: TrustRoot
    removal: RootRemovalForm
    not_before: datetime
    serial: str
    added: Entry | None
    removed: Entry | None


@blueprint.get("/kepercayaan")
@requires(Permission.TRUST_VIEW)
def trust() -> Response:
    return _trust_page()


@blueprint.post("/kepercayaan")
@requires(Permission.TRUST_EDIT)
def add_root() -> Response:
    """Trust one more root, once its fingerprint is the one that the issuer told by another way."""
    form = RootForm()
    if not form.validate():
        return _trust_page(form=form, status=422)
    try:
        told = as_fingerprint(form.fingerprint.data)
        data = form.file.read(MAX_ROOT_BYTES, message=TOO_BIG)
        check_fingerprint(facts_of(read_root(data)).fingerprint, told=told)
        worth = Trust(form.worth.data)
        note = stripped(form.note.data)
        root = actions.add_trust_root(data, note=note, trust=worth, by=current_person(), at=now())
    except Invalid as refusal:
        form.show(refusal)
        return _trust_page(form=form, status=refusal.status)
    except (Conflict, TooLarge) as refusal:
        form.file.errors = [refusal.message]
        return _trust_page(form=form, status=refusal.status)
    _say_added(root)
    return redirect_to("signing.trust")


@blueprint.post("/kepercayaan/<int:root_id>/removal")
@requires(Permission.TRUST_EDIT)
def remove_root(root_id: int) -> Response:
    root = queries.find_trust_root(root_id)
    if root is None:
        raise NotFound(NO_SUCH_ROOT)
    form = RootRemovalForm(prefix=_prefix(root))
    if not form.validate():
        return _trust_page(removal=form, removing=root.id, status=422)
    actions.remove_trust_root(root, reason=stripped(form.reason.data), by=current_person(), at=now())
    say(f"{root.subject} tidak dipercaya lagi. Riwayatnya tetap ada di halaman ini dan di jejak audit.")
    return redirect_to("signing.trust")


def _say_added(root: TrustRoot) -> None:
    if root.not_after < now():
        say(EXPIRED.format(subject=root.subject, until=tanggal(root.not_after)), tone="soon")
    else:
        say(ADDED.format(subject=root.subject, worth=TRUSTS[Trust(root.trust)].title.casefold()))


def _trust_page(
    *, form: RootForm | None = None, removal: RootRemovalForm | None = None, removing: int = 0, status: int = 200
) -> Response:
    return page(
        "signing/trust.html",
        status=status,
        form=form or RootForm(formdata=None),
        removing=removing,
        roots=[_known(root, removal if root.id == removing else None) for root in queries.trust_roots()],
        former=[_known(root) for root in queries.removed_trust_roots()],
        now=now(),
        grouped=grouped,
    )


def _prefix(root: TrustRoot) -> str:
    return f"root{root.id}"


def _known(root: TrustRoot, removal: RootRemovalForm | None = None) -> KnownRoot:
    certificate = facts_of(load_certificate(root.certificate))
    told = events_about(f"trust:{root.fingerprint}")
    return KnownRoot(
        row=root,
        removal=removal or RootRemovalForm(formdata=None, prefix=_prefix(root)),
        not_before=certificate.not_before,
        serial=certificate.serial,
        added=_told(told, Tag.TRUST_ROOT_ADDED, by=root.added_at),
        removed=_told(told, Tag.TRUST_ROOT_REMOVED, by=root.removed_at) if root.removed_at else None,
    )


def _told(told: Sequence[Entry], tag: Tag, *, by: datetime) -> Entry | None:
    """The act of that kind nearest to the row's own time: a root may be added and removed more than once."""
    acts = [entry for entry in told if entry.tag is tag]
    return min(acts, key=lambda entry: abs(entry.at - by), default=None)
