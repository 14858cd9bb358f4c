"""The institution's seal: a key of the office that signs by itself, first and unseen, before any person does."""

from app.signing.seal.keeping import MISSING, Seal, install_seal, installed_seal

__all__ = ["MISSING", "Seal", "install_seal", "installed_seal"]
