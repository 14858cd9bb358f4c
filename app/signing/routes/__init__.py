"""The pages of signing: verification for anybody, trusted roots, how people sign, the key in a profile."""

from app.signing.routes import keys, methods, trust, verification
from app.signing.routes.blueprint import blueprint

__all__ = ["blueprint", "keys", "methods", "trust", "verification"]
