"""Every setting of the application, its default and its environment variable."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read once from the environment at start-up; frozen afterwards."""

    model_config = SettingsConfigDict(env_prefix="PAPAN_", frozen=True, extra="ignore")

    instance: Path = ROOT / "instance"
    """Folder of database, files and keys (`PAPAN_INSTANCE`)."""

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    """Empty means SQLite in the instance folder."""

    base_url: str = "http://127.0.0.1:8000"
    """What QR codes and printed addresses begin with (`PAPAN_BASE_URL`)."""

    office: str = "Sekretariat DPRD Kabupaten Balangan"
    upload_max_bytes: int = 25 * 1024 * 1024
    """Largest single file that is accepted, in bytes."""

    rating_bands: str = ""
    """The rating scale, "Tinggi = 75..90; …"; empty is the one of Permendagri 86/2017. Gaps are refused."""

    session_hours: int = 10
    """A session ends after this many hours without a request: shared PCs."""

    cookie_secure: bool = False
    """Set where the intranet serves HTTPS, so that cookies never travel in the clear."""

    login_attempts: int = 5
    login_window_minutes: int = 15
    poll_seconds: int = 3

    tsa_url: str = ""
    """Time-stamp authority (RFC 3161) for signatures; empty means none, and level B-B."""

    tsa_seconds: float = 3.0
    """The longest that one question to the authority or to a revocation service may take."""

    pkcs11_module: str = ""
    """The library of the token's maker, e.g. libsofthsm2.so; empty means that nobody signs by token."""

    esign_url: str = ""
    """Where the esign client service (BSrE) listens on the office's network; empty means that it is not used."""

    esign_version: Literal["1", "2"] = "2"
    esign_user: str = ""
    esign_password: SecretStr = SecretStr("")
    esign_seconds: float = 30.0

    paraf: Literal["none", "one", "every-unit"] = "every-unit"
    """Whose paraf has to be there before the signature: nobody's, any one Kabag's, or one of every bagian."""

    paraf_form: Literal["recorded", "cryptographic"] = "recorded"
    """Cryptographic: an institution seal certifies first, every paraf is a signature of its own."""

    verify_seconds: int = 5
    verify_megabytes: int = 400
    """What judging one uploaded PDF may cost before the answer is "tidak dapat diperiksa"."""

    log_signer: str = ""
    """Socket of the process that signs the log's checkpoints as another user; empty means that this one does."""

    @property
    def instance_folder(self) -> Path:
        return self.instance if self.instance.is_absolute() else Path.cwd() / self.instance

    @property
    def keys_folder(self) -> Path:
        return self.instance_folder / "keys"

    @property
    def files_folder(self) -> Path:
        return self.instance_folder / "files"

    @property
    def sqlalchemy_url(self) -> str:
        if not self.database_url:
            return f"sqlite:///{self.instance_folder / 'papan.db'}"
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    def secret_key(self) -> str:
        """The key that signs sessions, made on first use and kept in the instance folder, mode 0600."""
        return _private_text(self.keys_folder / "session.key")


def _private_text(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        text = secrets.token_hex(32)
        stream.write(text)
    return text
