"""TableOrder: guests order at their table, and the kitchen sees it at once."""

from __future__ import annotations

from flask import Flask

from tableorder import (
    cli,
    compression,
    db,
    docs,
    health,
    housekeeping,
    i18n,
    logs,
    pages,
    protection,
    web,
)
from tableorder.auth import screen_pages as auth
from tableorder.extensions import jwt, limiter, migrate, sock
from tableorder.floor import print_pages as floor
from tableorder.menu import pages as menu
from tableorder.order import pages as order
from tableorder.report import pages as report
from tableorder.settings import Settings
from tableorder.stream import routes as stream
from tableorder.table import pages as table


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; without `settings`, from the environment and `.env`."""
    settings = settings or Settings.from_env()
    app = Flask(__name__, static_url_path=f"/static/{pages.static_version()}")
    app.extensions["settings"] = settings
    app.config.from_mapping(settings.flask_config())
    logs.init_app(app, settings)
    db.init_app(app, settings)
    for extension in (jwt, limiter, sock):
        extension.init_app(app)
    migrate.init_app(app, db.db, render_as_batch=True)
    i18n.init_app(app)
    pages.init_app(app)
    compression.init_app(app)
    protection.init_app(app, settings)
    web.init_app(app)
    for feature in (health, auth, menu, table, order, floor, report, stream, docs):
        app.register_blueprint(feature.bp)
    stream.init_app(app)
    housekeeping.init_app(app)
    cli.init_app(app)
    return app
