"""Bare extension instances; `create_app()` gives each its application."""

from flask_babel import Babel
from flask_cors import CORS
from flask_jwt_extended import JWTManager
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sock import Sock

from tableorder.db import db

migrate = Migrate()
jwt = JWTManager()
cors = CORS()
sock = Sock()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)

__all__ = ["babel", "cors", "db", "jwt", "limiter", "migrate", "sock"]
