"""Which roles go together, who may be closed, and that an admin always stays."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.accounts import policies
from app.accounts.roles import Role
from app.web.refusals import Conflict, Invalid

EVERY_SET = [frozenset(chosen) for size in range(1, len(Role) + 1) for chosen in combinations(Role, size)]


def _accepted(roles: frozenset[Role], *, has_unit: bool = True) -> bool:
    try:
        policies.check_roles(roles, has_unit=has_unit)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("roles", EVERY_SET, ids=lambda roles: "+".join(sorted(roles)))
def test_every_set_of_roles_is_decided_by_the_two_rules_alone(roles):
    inspects_own_work = Role.INSPEKTORAT in roles and len(roles) > 1
    admin_at_work = Role.ADMIN in roles and bool(roles & {Role.SEKRETARIS, Role.KABAG, Role.TIM})
    assert _accepted(roles) is not (inspects_own_work or admin_at_work)


def test_somebody_without_a_role_is_refused():
    with pytest.raises(Invalid, match="satu peran"):
        policies.check_roles(frozenset(), has_unit=True)


def test_the_inspektorat_stands_alone_and_hears_why():
    with pytest.raises(Invalid, match="tidak dapat sekaligus Tim Penyusun SAKIP/LAKIP, Staf") as refused:
        policies.check_roles(frozenset({Role.INSPEKTORAT, Role.STAF, Role.TIM}), has_unit=True)
    assert refused.value.field == "roles"


def test_an_admin_may_be_staf_but_completes_no_step():
    assert _accepted(frozenset({Role.ADMIN, Role.STAF}))
    with pytest.raises(Invalid, match="tidak mengesahkan langkah"):
        policies.check_roles(frozenset({Role.ADMIN, Role.TIM}), has_unit=True)


def test_a_kabag_has_a_bagian():
    with pytest.raises(Invalid, match="Pilih bagiannya") as refused:
        policies.check_roles(frozenset({Role.KABAG}), has_unit=False)
    assert refused.value.field == "unit"
    assert _accepted(frozenset({Role.SEKRETARIS}), has_unit=False)


ADMIN, STAF = frozenset({Role.ADMIN}), frozenset({Role.STAF})


def test_nobody_gives_up_his_own_admin_role():
    with pytest.raises(Invalid, match="dari akun sendiri"):
        policies.check_can_change_roles(ADMIN, STAF, own=True, other_admins=3)


def test_the_last_admin_stays_admin():
    with pytest.raises(Invalid, match="satu-satunya admin"):
        policies.check_can_change_roles(ADMIN, STAF, own=False, other_admins=0)
    policies.check_can_change_roles(ADMIN, STAF, own=False, other_admins=1)


def test_other_changes_of_roles_touch_no_admin():
    policies.check_can_change_roles(STAF, ADMIN, own=True, other_admins=0)
    policies.check_can_change_roles(ADMIN, ADMIN | STAF, own=True, other_admins=0)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"active": False, "own": False, "is_admin": False, "other_admins": 1}, "sudah nonaktif"),
        ({"active": True, "own": True, "is_admin": True, "other_admins": 1}, "akun sendiri"),
        ({"active": True, "own": False, "is_admin": True, "other_admins": 0}, "satu-satunya admin"),
    ],
)
def test_the_button_that_is_off_says_what_the_refusal_says(facts, sentence):
    with pytest.raises(Conflict, match=sentence) as refused:
        policies.check_can_deactivate(**facts)
    assert policies.why_not_deactivate(**facts) == refused.value.message


def test_somebody_else_can_be_deactivated():
    assert policies.why_not_deactivate(active=True, own=False, is_admin=False, other_admins=0) == ""


def test_an_active_account_is_not_reactivated_and_a_closed_one_gets_no_code():
    with pytest.raises(Conflict, match="sudah aktif"):
        policies.check_can_reactivate(active=True)
    with pytest.raises(Conflict, match="nonaktif"):
        policies.check_can_issue_code(active=False)


@pytest.mark.parametrize("reason", ["", "   ", "x", "  a  b "])
def test_a_reason_has_words(reason):
    with pytest.raises(Invalid, match="alasannya"):
        policies.check_reason(reason)


def test_a_reason_is_kept_without_its_spare_spaces():
    assert policies.check_reason("  mutasi \n ke  Dinas ") == "mutasi ke Dinas"


def test_two_sekretaris_are_said_and_one_is_not():
    assert policies.warn_of_two_sekretaris(["A"]) == ""
    assert "2 orang aktif sebagai Sekretaris DPRD: A; B" in policies.warn_of_two_sekretaris(["B", "A"])


def test_a_bagian_with_people_stays_open():
    with pytest.raises(Conflict, match="3 orang aktif"):
        policies.check_can_close_unit(open=True, active_people=3)
    with pytest.raises(Conflict, match="sudah ditutup"):
        policies.check_can_close_unit(open=False, active_people=0)
    with pytest.raises(Conflict, match="masih dibuka"):
        policies.check_can_reopen_unit(open=True)
