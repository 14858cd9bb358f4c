"""Passwords: argon2id at 46 MiB, one pass, one lane (about 60 ms here), and what a new one must be."""

from __future__ import annotations

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.web.refusals import Invalid

MINIMUM_LENGTH = 10
MAXIMUM_LENGTH = 200
_hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)

_COMMON = """
    admin administrator adminadmin anjing asdfasdf asdfghjkl balangan balangankab bismillah
    bismillahirrahmanirrahim bupati changeme cintaku computer default doraemon dprd dprdbalangan football
    garuda iloveyou indonesia indonesiaku indonesiaraya jakarta kabupatenbalangan kalimantan
    kalimantanselatan kalsel kantor katasandi komputer laporan letmein liverpool manchester masuk merdeka
    monkey pancasila papankinerja paringin passw0rd password passwordku pegawai pengguna princess qwerty
    qwertyuiop qwertyqwerty rahasia rahasiaku sandi sayang sayangku secret sekretariat sekretariatdprd
    sekretaris selamatdatang semangat setwan setwanbalangan sunshine superman terimakasih test testing
    user welcome zxcvbnm
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""What a guesser in this country and this office tries first, without digits and marks."""

RUNS = ("0123456789012345678901234567890", "9876543210987654321098765432109", "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p")  # fmt: skip
LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")


@cache
def _nobody() -> str:
    return _hasher.hash("tidak seorang pun")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password made this hash. An empty one (nobody, nothing set) takes as long and never matches."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def check_new_password(password: str, *, nip: str) -> None:
    """Refuse a password that is short, that is the person's own NIP, or that a guesser would try first."""
    if len(password) < MINIMUM_LENGTH:
        raise Invalid(f"Kata sandi paling sedikit {MINIMUM_LENGTH} huruf atau angka.", field="new")
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid(f"Kata sandi paling banyak {MAXIMUM_LENGTH} huruf atau angka.", field="new")
    digits = re.sub(r"[^0-9]", "", password)
    if nip in digits or (digits == password and digits in nip):
        raise Invalid("Kata sandi tidak boleh NIP Anda: orang lain mengetahuinya.", field="new")
    if _is_common(password):
        raise Invalid(
            "Kata sandi ini mudah ditebak. Pakailah beberapa kata yang tidak berhubungan, misalnya empat kata.",
            field="new",
        )


def _is_common(password: str) -> bool:
    plain = password.lower()
    if len(set(plain)) < 5 or any(plain in run for run in RUNS):
        return True
    # The word under its ornaments: "P@ssw0rd2026!" is "password", "Balangan-12345" is "balangan".
    bare = re.sub(r"^[^a-z]+|[^a-z]+$", "", re.sub(r"[\W_]+", "", plain))
    unmasked = re.sub(r"[^a-z]", "", re.sub(r"[\W0-9_]+$", "", plain).translate(LOOKALIKES))
    return bare in COMMON_WORDS or unmasked in COMMON_WORDS
