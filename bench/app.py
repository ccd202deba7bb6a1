"""The application with one bare route beside it, for gunicorn to serve while measuring."""

from flask import Response

from tableorder import create_app
from tableorder.access import public

app = create_app()


@app.get("/bench/bare/<int:size>")
@public
def bare(size: int) -> Response:
    """Return a constant of this size."""
    return Response(b"x" * size, mimetype="application/json")
