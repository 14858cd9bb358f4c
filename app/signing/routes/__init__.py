"""The pages of signing: verification for anybody, trusted roots, the key in a person's profile."""

from app.signing.routes import keys, trust, verification
from app.signing.routes.blueprint import blueprint

__all__ = ["blueprint", "keys", "trust", "verification"]
