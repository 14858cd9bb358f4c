"""Papan Kinerja: runs the performance-measurement SOP of a Sekretariat DPRD."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings

DOMAINS = (
    "audit",
    "accounts",
    "calendars",
    "evidence",
    "signing",
    "sop",
    "runs",
    "performance",
    "reports",
    "inspection",
    "home",
    "demo",
)
"""From the ground up: nobody imports from a later one (import-linter holds this)."""


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """Build the application; refuses to start where a route declares no permission.

    `overrides` reach `app.config` (tests: `TESTING=True`); `CLOCK` replaces the machine's clock.
    """
    # Imported here, so that the subprocesses that sign and verify start without Flask and settings.
    from flask import Flask

    from app.settings import ROOT, Settings

    settings = settings or Settings()
    app = Flask(
        "app",
        instance_path=str(settings.instance_folder.resolve()),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    app.config.update(overrides)
    _extend(app)
    _wire(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    from app.web.database import engine_options

    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key(),
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.sqlalchemy_url),
        # One request may carry a few files; each file's own limit is checked while it arrives.
        MAX_CONTENT_LENGTH=4 * settings.upload_max_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="papan",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        WTF_CSRF_TIME_LIMIT=settings.session_hours * 3600,
        WTF_I18N_ENABLED=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _extend(app: Flask) -> None:
    from app.extensions import csrf, db, htmx, login_manager, migrate
    from app.settings import ROOT
    from app.web.database import prepare_engine

    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    htmx.init_app(app)
    login_manager.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)

    from app import web

    web.init_app(app)
    csrf.init_app(app)


def _wire(app: Flask) -> None:
    from app.accounts.access import guard_every_route
    from app.clock import current

    current.init_app(app, app.config.get("CLOCK"))
    for name in DOMAINS:
        import_module(f"app.{name}").init_app(app)
    guard_every_route(app)
