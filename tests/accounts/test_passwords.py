"""What a new password must be, and how a kept one is compared."""

from __future__ import annotations

import pytest

from app.accounts import passwords
from app.accounts.passwords import check_new_password, hash_password, matches
from app.web.refusals import Invalid
from tests.warm import OFFICES_HASHER

NIP = "198806032012012000"


@pytest.mark.parametrize(
    "password",
    ["kuda baterai staples", "Meranti-rindang-47", "s3pu1uh-hurufnya", "Sungai Balangan jernih", "жёлтый-дуб-2031"],
)
def test_a_password_of_several_words_is_accepted(password):
    check_new_password(password, nip=NIP)


@pytest.mark.parametrize("password", ["", "pendek", "sembilan9"])
def test_a_short_password_is_refused(password):
    with pytest.raises(Invalid, match="paling sedikit 10"):
        check_new_password(password, nip=NIP)


def test_a_password_beyond_all_measure_is_refused_before_it_costs_time():
    with pytest.raises(Invalid, match="paling banyak 200"):
        check_new_password("kuda " * 41, nip=NIP)


@pytest.mark.parametrize("password", [NIP, "19880603 201201 2 000", f"aku {NIP}", NIP[:12]])
def test_the_persons_own_nip_is_no_password(password):
    with pytest.raises(Invalid, match="NIP Anda"):
        check_new_password(password, nip=NIP)


@pytest.mark.parametrize(
    "password",
    [
        "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "abababababab", "Password123", "P@ssw0rd2026!", "indonesia1945",
        "Balangan-12345", "bismillah123", "sekretariatdprd", "Setwan Balangan 1", "rahasia!!!!", "9876543210",
        "admin12345", "papan-kinerja-1",
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused(password):
    with pytest.raises(Invalid, match="mudah ditebak") as refused:
        check_new_password(password, nip=NIP)
    assert refused.value.field == "new"


def test_a_hash_says_argon2id_and_differs_each_time(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", OFFICES_HASHER)
    first, second = hash_password("kuda baterai staples"), hash_password("kuda baterai staples")
    assert first.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert first != second
    assert matches(first, "kuda baterai staples")
    assert matches(second, "kuda baterai staples")


@pytest.mark.parametrize("kept", ["", "bukan hash", "$argon2id$v=19$m=8,t=1,p=1$YWFhYWFhYWE$Zm9v"])
def test_an_empty_or_broken_hash_matches_nothing(kept):
    assert not matches(kept, "tidak seorang pun")
    assert not matches(kept, "")


def test_nobodys_password_costs_the_same_work_as_somebodys(monkeypatch):
    worked = []
    monkeypatch.setattr(passwords, "_hasher", Watched(passwords._hasher, worked))
    assert not matches("", "kuda baterai staples")
    assert not matches(hash_password("kuda baterai staples"), "sapi baterai staples")
    assert len(worked) == 2
    assert worked[0].split("$")[:4] == worked[1].split("$")[:4]


class Watched:
    """The real hasher; keeps which hash each comparison worked on."""

    def __init__(self, real, worked):
        self._real, self._worked = real, worked

    def hash(self, password):
        return self._real.hash(password)

    def verify(self, kept, password):
        self._worked.append(kept)
        return self._real.verify(kept, password)
