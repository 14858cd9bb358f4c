"""What signing does: keep keys, sign, register what was issued, check a file, trust a root."""

from app.signing.actions.keys import keep_key, remove_key
from app.signing.actions.methods import begin_attempt, choose_method, settle_attempt
from app.signing.actions.register import issue
from app.signing.actions.sign import SignatureFacts, sign_as, signature_facts
from app.signing.actions.trust import add_trust_root, remove_trust_root
from app.signing.actions.verify import check_upload, record_verification

__all__ = [
    "SignatureFacts",
    "add_trust_root",
    "begin_attempt",
    "check_upload",
    "choose_method",
    "issue",
    "keep_key",
    "record_verification",
    "remove_key",
    "remove_trust_root",
    "settle_attempt",
    "sign_as",
    "signature_facts",
]
