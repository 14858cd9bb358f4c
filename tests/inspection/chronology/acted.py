"""Acts of a small run, made by hand: what a chronology must say of them stands beside them in the tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.demo.story import wita
from app.inspection.chronology.facts import SopFacts, StepFacts
from app.inspection.fold.acts import Act, Span

SOP = SopFacts(
    "188 / 7 / CONTOH", 2, name="Pengukuran",
    steps={
        1: StepFacts(1, "Memerintahkan", "20 menit", frozenset({"sekretaris"}), "Sekretaris DPRD"),
        2: StepFacts(2, "Menyusun konsep", "2 hari", frozenset({"tim"}), "Tim Penyusun"),
        3: StepFacts(3, "Menandatangani", "1 jam", frozenset({"sekretaris"}), "Sekretaris DPRD"),
    },
)  # fmt: skip
MONDAY = "2026-11-23"


class Log:
    """Acts in order, each the next record; times are of Monday 23 November 2026 where no day is given."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.attempts: dict[int, int] = {}

    def say(
        self, tag: str, when: str, *, about: str = "run:1", who: str = "Rina", role: str = "tim",
        occurred: str = "", files: int = 0, by: int = 1, **data: Any,
    ) -> Log:  # fmt: skip
        at = moment(when)
        seq = len(self.acts) + 10
        parts = (part.partition(":") for part in about.split("/"))
        self.acts.append(
            Act(
                seq=seq, tag=tag, object=about, about={kind: name for kind, _, name in parts}, by=by, name=who,
                when=Span(at, at), occurred=moment(occurred) if occurred else None, data=data,
                files=[{"sha256": f"{seq:064x}"[::-1], "size": 1, "role": "berkas"}] * files, role=role,
            )
        )  # fmt: skip
        return self

    def start(self, when: str = "09.00") -> Log:
        items = [
            {"item": 5, "kind": "kelengkapan", "label": "Konsep"},
            {"item": 6, "kind": "keluaran", "label": "Draf"},
        ]
        steps = [{"no": no, "items": items if no == 2 else []} for no in SOP.steps]
        self.attempts[1] = 1
        return self.say(
            "run:started", when, who="Sari", role="sekretaris", title="Pengukuran Kinerja Contoh", sop=SOP.number,
            sop_version=2, calendar_version=4, period="2026-Q3", hari="fraction", steps=steps,
        )  # fmt: skip

    def complete(self, no: int, when: str, *, late: bool = False, role: str = "tim", **more: Any) -> Log:
        opens = no + 1 if no + 1 in SOP.steps else None
        data = {
            "attempt": self.attempts.get(no, 1), "completed_at": moment(when).isoformat(),
            "handed_over_at": moment("09.00").isoformat(), "allowance": SOP.steps[no].allowance, "used_minutes": 30,
            "used_days": "1/15", "due_at": moment("09.20").isoformat(), "verdict": "late" if late else "on_time",
            "late_reason": "menunggu data" if late else "", "stated_reason": "", "items": [], "opens": opens,
            "completed_as": "Perencana (Tim Penyusun)", "over_minutes": 10 if late else 0, "explanation": "",
        }  # fmt: skip
        if opens is not None:
            self.attempts[opens] = self.attempts.get(opens, 0) + 1
        return self.say("step:completed", when, about=f"run:1/step:{no}", role=role, **(data | more))

    def send_back(self, no: int, to: int, when: str) -> Log:
        self.attempts[to] = self.attempts.get(to, 0) + 1
        attempt = self.attempts.get(no, 1)
        return self.say("step:returned", when, about=f"run:1/step:{no}", to=to, reason="belum cocok", attempt=attempt)

    def paraf(self, unit: int, when: str, *, by: int) -> Log:
        return self.say(
            "report:paraf-given", when, about="report:9/version:1", by=by, version=1, sha256="a" * 64, unit=unit,
            jabatan=f"Kepala Bagian {unit}", form="recorded",
        )  # fmt: skip

    def withdraw(self, when: str, *, by: int) -> Log:
        return self.say(
            "report:paraf-withdrawn", when, about="report:9/version:1", by=by, version=1, sha256="a" * 64,
            reason="salah baca",
        )  # fmt: skip

    def sign(self, when: str) -> Log:
        return self.say(
            "report:signed", when, about="report:9/version:1", who="Sari", role="sekretaris", version=1,
            sha256_frozen="a" * 64, sha256="b" * 64, level="B-B", certificate="", trust="lokal",
            signed_at=moment(when).isoformat(), backend="pkcs12", mandate=None,
        )  # fmt: skip

    def reported(self, unit: int, when: str) -> Log:
        return self.say(
            "step:unit-reported", when, about="run:1/step:2", unit=f"Bagian {unit}", unit_id=unit, name="laporan.docx",
            attempt=1, files=1,
        )  # fmt: skip


def moment(when: str) -> datetime:
    """ "10.21" on the Monday, or "2026-11-24 10.21"."""
    return wita(when if " " in when else f"{MONDAY} {when}")
