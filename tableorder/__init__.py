"""TableOrder: guests order at their table, and the kitchen sees it at once."""

from __future__ import annotations

from flask import Flask

from tableorder import apidoc, cli, db, health, i18n, logs, pages, protection, web
from tableorder.auth.pages import bp as auth_bp
from tableorder.extensions import jwt, limiter, migrate, sock
from tableorder.menu.pages import bp as menu_bp
from tableorder.order.pages import bp as order_bp
from tableorder.settings import Settings
from tableorder.stream.routes import bp as stream_bp
from tableorder.stream.routes import init_app as init_stream
from tableorder.table.pages import bp as table_bp


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
    protection.init_app(app, settings)
    web.init_app(app)
    for blueprint in (health.bp, auth_bp, menu_bp, table_bp, order_bp, stream_bp):
        app.register_blueprint(blueprint)
    init_stream(app)
    cli.init_app(app)
    apidoc.init_app(app)
    return app
