"""A run's acts as dated sentences that can be quoted one by one, each with the number of its record. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from app.audit.codes import role_words
from app.audit.present import sentence
from app.clock.words import minutes_in_words, used_of
from app.inspection.chronology.facts import Cited, on_day
from app.inspection.chronology.mandates import decree
from app.inspection.fold.acts import Act
from app.web.words import waktu

LEFT_OUT = frozenset(
    {
        "evidence:downloaded",
        "log:exported",
        "narrative:written",
        "report:downloaded",
        "report:rendered",
        "report:requested",
    }
)
"""Reading, downloads and drafts: they stand in the log, and are no part of what happened to the run."""

ITEMS = {
    "step:item-cleared": "{who} mengosongkan “{label}” pada langkah {step} dengan alasan “{reason}”",
    "step:item-exempted": "{who} mengecualikan “{label}” pada langkah {step} dengan alasan “{reason}”",
    "step:item-filled": "{who} melengkapi “{label}” pada langkah {step} dengan berkas {name}",
}
DIGITS = 12
THIS_RUN = "pelaksanaan ini"


def sentences(acts: Iterable[Act]) -> list[Cited]:
    """One sentence an act, in the order of the log."""
    return [Cited(dated(act), act.seq) for act in acts if act.tag not in LEFT_OUT]


def dated(act: Act) -> str:
    """Pada hari Rabu, 19 Juli 2023 pukul 10.21 WITA, Contoh Sekretaris mengesahkan langkah 1 …"""
    return f"Pada {on_day(act.when.latest)}, {what_happened(act)}"


def what_happened(act: Act) -> str:
    """The act without its day and without a full stop, and what stands beside it: files, a stated time."""
    if act.tag == "step:completed":
        return _completed(act) + _stated(act)
    said = _about_item(act) if act.tag in ITEMS else _as_the_log_says(act)
    return said + _with_files(act) + _stated(act)


def used_words(data: dict[str, Any]) -> str:
    """What the attempts of a step used together: "bersama pengerjaan sebelumnya 3,55 hari (…) dari 2 hari"."""
    used, late = Fraction(data["used_days"]), data["verdict"] == "late"
    together = "bersama pengerjaan sebelumnya " if data["attempt"] > 1 else ""
    return together + used_of(data["used_minutes"], used, data["allowance"], late=late)


def late_by(act: Act) -> str:
    """How long after the stated time the act was recorded: "3 jam 10 menit"."""
    assert act.occurred is not None
    return minutes_in_words(int((act.when.latest - act.occurred).total_seconds()) // 60)


def _as_the_log_says(act: Act) -> str:
    about = act.object.partition("/item:")[0]
    root = about.partition("/")[0]
    named = {root: THIS_RUN if root.startswith("run:") else "ini"}
    told = {"data": act.data, "object": about, "act": act.tag, "actor": {"name": act.name}}
    said = sentence(told, titles=named).removesuffix(".")
    if "step" in act.about:
        said = said.replace(f" pada {THIS_RUN}", "", 1)
    if act.tag == "report:signed":
        said = said.replace(_same_minute(act), "", 1)
    said = said.replace("laporan ini versi", "laporan versi", 1).replace(" (ulangan ke-", " (pengerjaan ke-", 1)
    said += _in_whose_place(act)
    # Inside the sentence a name keeps its capital, and any other beginning loses it.
    return said if said.startswith(act.name) else said[:1].lower() + said[1:]


def _about_item(act: Act) -> str:
    return ITEMS[act.tag].format_map({"who": act.name, "step": act.about["step"], **act.data})


def _completed(act: Act) -> str:
    data = act.data
    again = f", pengerjaan ke-{data['attempt']}," if data["attempt"] > 1 else ""
    verdict = "tepat waktu" if data["verdict"] == "on_time" else "terlambat"
    onward = f"; langkah {data['opens']} dibuka" if data["opens"] is not None else ""
    reason = f", dengan alasan keterlambatan “{data['late_reason'].rstrip('.')}”" if data["late_reason"] else ""
    return (
        f"{act.name} selaku {_as_whom(act)} mengesahkan langkah {act.about['step']}{again} {verdict}, "
        f"terpakai {used_words(data)}{reason}{_with_files(act)}{onward}"
    )


def _same_minute(act: Act) -> str:
    """ " pada Kam 26 Mar 2026, 14.00 WITA" where the sentence began with just that."""
    signed, recorded = waktu(act.moment("signed_at")), waktu(act.when.latest)
    return f" pada {signed}" if signed == recorded else ""


def _in_whose_place(act: Act) -> str:
    """The appointment of an acting official; a signature's sentence doesn't say by itself as whom it was made."""
    if act.mandate is None:
        return ""
    kind, post = act.mandate.data["kind"], act.mandate.data["post"]
    as_whom = f" selaku {role_words(f'{kind}:{post}')}" if act.tag == "report:signed" else ""
    return f"{as_whom} ({decree(act.mandate)})"


def _as_whom(act: Act) -> str:
    """Kepala Bagian Umum (Kabag/Kasubag); where the jabatan is the pelaksana's own name, it is said once."""
    post, _, pelaksana = act.data["completed_as"].removesuffix(")").partition(" (")
    within = ["" if post == pelaksana else pelaksana, decree(act.mandate) if act.mandate else ""]
    return f"{post} ({'; '.join(filter(None, within))})" if any(within) else post


def _with_files(act: Act) -> str:
    """Names and first digits; the whole digest stands in the record."""
    if act.tag == "step:completed" or len(act.files) > 1:
        return f", disertai {len(act.files)} berkas" if act.files else ""
    digest = f"SHA-256 {act.files[0]['sha256'][:DIGITS]}…" if act.files else ""
    if not digest:
        return ""
    name = act.data.get("name", "")
    return f" ({digest})" if not name or act.tag == "step:item-filled" else f", berkas {name} ({digest})"


def _stated(act: Act) -> str:
    if act.occurred is None:
        return ""
    reason = act.data.get("stated_reason", "")
    why = f", dengan alasan “{reason}”" if reason else ""
    return f"; kejadiannya dinyatakan pada {on_day(act.occurred)} dan dicatat belakangan {late_by(act)}{why}"
