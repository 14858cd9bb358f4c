"""Every route, for every role and for nobody: the permission map and the application say the same."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

import app as application
from app.accounts.access import UnguardedRoute, public, requires
from app.accounts.models import User
from app.accounts.permissions import PERMISSIONS, Permission
from app.accounts.roles import Role
from app.demo.people import Office
from app.extensions import db
from app.settings import Settings

REFUSED = "Peran Anda tidak termasuk yang boleh"
"""How the access check begins its refusal; a domain refuses in words of its own."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WHO = {
    Role.SEKRETARIS: "sekretaris",
    Role.KABAG: "kabag_umum",
    Role.TIM: "tim",
    Role.STAF: "staf",
    Role.INSPEKTORAT: "inspektur",
    Role.ADMIN: "admin",
}


def path_of(app: Flask, rule: Rule) -> str:
    """The rule's address with a dummy for each of its parts."""
    values: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, IntegerConverter):
            values[name] = 1
        elif isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        else:
            values[name] = "1"
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=sorted(rule.methods or {"GET"})[0])


def routes(app: Flask) -> list[tuple[str, str, Permission | None]]:
    """Method, address and needed permission (None: public) of everything that can be asked."""
    asked = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint == "static":
            continue
        for method in METHODS:
            if method in (rule.methods or ()):
                asked.append((method, path_of(app, rule), getattr(view, "requires", None)))
    return sorted(asked, key=lambda route: route[:2])


def answer(app: Flask, method: str, path: str, *, person: User | None) -> Any:
    """What one request is answered; each begins with a session of its own."""
    client: Any = app.test_client()
    if person is not None:
        client.sign_in(person)
    return client.open(path, method=method)


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_exactly_what_the_map_gives_it(app, office, role):
    person = getattr(office, WHO[role])
    assert person.roles == {role}
    wrong = []
    for method, path, permission in routes(app):
        response = answer(app, method, path, person=person)
        refused = response.status_code == 403 and REFUSED in response.text
        expected = permission is not None and permission not in PERMISSIONS[role]
        if refused is not expected or response.status_code == 500:
            wrong.append(f"{method} {path} ({permission}): {response.status_code}")
    assert wrong == []


def test_nobody_is_sent_to_the_login_everywhere_but_at_the_public_doors(app, office):
    wrong = []
    for method, path, permission in routes(app):
        response = answer(app, method, path, person=None)
        to_login = response.status_code == 303 and response.location.startswith("/masuk")
        if to_login is not (permission is not None) or response.status_code == 500:
            wrong.append(f"{method} {path} ({permission}): {response.status_code}")
    assert wrong == []


def test_a_refused_request_writes_nothing(app, office):
    from app.audit.models import AuditEvent

    before = db.session.query(AuditEvent).count()
    for method, path, permission in routes(app):
        if permission is not None and permission not in PERMISSIONS[Role.INSPEKTORAT] and method != "GET":
            answer(app, method, path, person=office.inspektur)
    assert db.session.query(AuditEvent).count() == before


def test_what_the_two_who_stand_apart_may_never_do():
    work = {
        Permission.RUN_CANCEL,
        Permission.RUN_CORRECT,
        Permission.RUN_START,
        Permission.STEP_COMPLETE,
        Permission.STEP_CONTRIBUTE,
        Permission.STEP_RETURN,
        Permission.REPORT_FREEZE,
        Permission.REPORT_SIGN,
        Permission.FIGURES_ENTER,
    }
    assert not PERMISSIONS[Role.INSPEKTORAT] & work
    assert not PERMISSIONS[Role.ADMIN] & work


def test_every_permission_belongs_to_somebody():
    assert frozenset().union(*PERMISSIONS.values()) == frozenset(Permission)


def test_only_the_sekretaris_signs_and_only_the_admin_keeps_accounts():
    assert [role for role in Role if Permission.REPORT_SIGN in PERMISSIONS[role]] == [Role.SEKRETARIS]
    assert [role for role in Role if Permission.USERS_MANAGE in PERMISSIONS[role]] == [Role.ADMIN]


# --- The factory refuses --------------------------------------------------------------------------


def a_domain(view: Any) -> ModuleType:
    """A domain with one route."""
    bp = Blueprint("latihan", __name__)
    bp.get("/latihan")(view)
    module = ModuleType("app.latihan")
    module.__spec__ = ModuleSpec("app.latihan", loader=None)
    module.init_app = lambda app: app.register_blueprint(bp)  # type: ignore[attr-defined]
    return module


@pytest.fixture
def create_with(monkeypatch, tmp_path):
    def create_with(view: Any) -> Flask:
        monkeypatch.setitem(sys.modules, "app.latihan", a_domain(view))
        monkeypatch.setattr(application, "DOMAINS", (*application.DOMAINS, "latihan"))
        return application.create_app(Settings(instance=tmp_path), TESTING=True)

    return create_with


def test_the_application_refuses_to_start_with_an_undeclared_route(create_with):
    with pytest.raises(UnguardedRoute, match=r"latihan\.undeclared declares no permission"):
        create_with(_undeclared())


def test_it_starts_once_the_route_says_who_may_use_it(create_with):
    app = create_with(requires(Permission.HOME)(_undeclared()))
    assert app.test_client().get("/latihan").location == "/masuk?next=/latihan"


def test_it_starts_once_the_route_says_why_everybody_may(create_with):
    app = create_with(public("an exercise")(_undeclared()))
    assert app.test_client().get("/latihan").text == "terbuka"


def _undeclared() -> Any:
    def undeclared() -> str:
        return "terbuka"

    return undeclared


def test_the_demo_office_has_one_person_for_each_role():
    assert set(WHO) == set(Role)
    assert set(WHO.values()) <= set(Office.__dataclass_fields__)
