"""The pages of signing: verification for anybody, the key in a person's profile."""

from app.signing.routes import keys, verification
from app.signing.routes.blueprint import blueprint

__all__ = ["blueprint", "keys", "verification"]
