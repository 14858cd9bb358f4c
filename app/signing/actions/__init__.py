"""What signing does: keep keys, sign, register what was issued, check a file, trust a root."""

from app.signing.actions.keys import keep_key, remove_key
from app.signing.actions.register import issue
from app.signing.actions.sign import SignatureFacts, sign_as, sign_with_passphrase, signature_facts
from app.signing.actions.trust import add_trust_root, remove_trust_root
from app.signing.actions.verify import check_upload, record_verification

__all__ = [
    "SignatureFacts",
    "add_trust_root",
    "check_upload",
    "issue",
    "keep_key",
    "record_verification",
    "remove_key",
    "remove_trust_root",
    "sign_as",
    "sign_with_passphrase",
    "signature_facts",
]
