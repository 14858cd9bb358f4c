"""One record alone, with the proof that it is in the log: a text that anybody can check (C2SP tlog-proof)."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from app.audit.errors import LogForked
from app.audit.merkle import leaf_hash
from app.audit.models import AuditCheckpoint, AuditEvent
from app.audit.proofs import BadProof, inclusion_proof, verify_inclusion
from app.audit.queries import newest_checkpoint
from app.audit.tiles import nodes
from app.extensions import db

FIRST_LINE = "c2sp.org/tlog-proof@v1"


def record_proof(seq: int) -> str | None:
    """The text for this event under the newest checkpoint; None where no checkpoint covers it yet.

    Raises LogForked where events or tiles no longer lead to what was signed: a false proof is handed to nobody.
    """
    point, event = newest_checkpoint(), db.session.get(AuditEvent, seq)
    if point is None or event is None or point.size < seq:
        return None
    return _text(event, point, _proof(event, point))


def _proof(event: AuditEvent, point: AuditCheckpoint) -> list[bytes]:
    index = event.seq - 1
    try:
        proof = inclusion_proof(point.size, index, nodes(point.size))
        leaf, root = leaf_hash(event.body), point.frontier.root
        verify_inclusion(size=point.size, index=index, leaf=leaf, proof=proof, root=root)
    except (BadProof, IndexError, ValueError) as error:
        raise LogForked(f"Event {event.seq} is not proven by the checkpoint at {point.size}.") from error
    return proof


def _text(event: AuditEvent, point: AuditCheckpoint, proof: Sequence[bytes]) -> str:
    hashes = "".join(f"{_base64(one)}\n" for one in proof)
    return f"{FIRST_LINE}\nextra {_base64(event.body)}\nindex {event.seq - 1}\n{hashes}\n{point.note}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
