"""The JSON API of import and export: the whole menu leaves, comes back, or enters another store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, cast

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from tableorder import pool, security
from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView, StoreView
from tableorder.errors import N_, DiskFull, FieldFault, Invalid
from tableorder.menu import answers, importing, schemas
from tableorder.menu.bundle import LARGEST_WHOLE, write_bundle
from tableorder.menu.cell_forms import make_words
from tableorder.menu.errors import (
    ArchiveRefused,
    ImportTooLarge,
    ImportUnreadable,
    MenuChanged,
)
from tableorder.menu.finding_routes import present
from tableorder.menu.findings import Finding
from tableorder.menu.foreseeing import foresee
from tableorder.menu.import_forms import Incoming, Reading
from tableorder.menu.plan_forms import tell_plan
from tableorder.menu.plans import Plan
from tableorder.menu.routes import bp, upload_settings
from tableorder.menu.sheet_forms import write_sheet
from tableorder.web import parse_query

LARGEST_UPLOAD = LARGEST_WHOLE + 2**20
PIECE = 256 * 1024
SEAL = "menu pictures"
View = Callable[..., Any]


def takes_menus(view: View) -> View:
    """Let a view's requests be as large as a menu with its pictures."""

    @wraps(view)
    def roomy(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = LARGEST_UPLOAD
        return view(*args, **kwargs)

    return cast("View", roomy)


@bp.get("/api/menu/export.csv")
@describe(
    resp=Answers("HTTP_200"), media="text/csv; charset=utf-8",
    sends={"Content-Disposition": "A file name with the store."}, tags=["menu"],
)  # fmt: skip
@access("staff", role="manager")
def export_sheet(who: StaffView) -> ResponseReturnValue:
    """Write the whole menu as CSV for spreadsheets, without pictures."""
    store, menu = importing.read_menu(who.store)
    text = pool.run(write_sheet, store, menu, make_words())
    return _download(Response(text, content_type="text/csv; charset=utf-8"), store, "csv")


@bp.get("/api/menu/export.zip")
@describe(
    resp=Answers("HTTP_200"), media="application/zip",
    sends={"Content-Disposition": "A file name with the store."}, tags=["menu"],
)  # fmt: skip
@access("staff", role="manager")
def export_archive(who: StaffView) -> ResponseReturnValue:
    """Write the whole menu as an archive: `menu.json` and its pictures."""
    store, menu = importing.read_menu(who.store)
    pieces = _archive_of(menu)
    # The first piece begins the work, so that what fails is answered and no half file is sent.
    response = Response(chain((next(pieces),), pieces), mimetype="application/zip")
    return _download(response, store, "zip")


@bp.post("/api/menu/import")
@describe(
    form=schemas.ImportForm,
    query=schemas.ImportQuery,
    resp=Answers(HTTP_200=answers.ImportOut),
    errors=(ImportUnreadable, ArchiveRefused, ImportTooLarge, MenuChanged, DiskFull),
    tags=["menu"],
)
@takes_menus
@access("staff", role="manager")
def import_menu(who: StaffView) -> ResponseReturnValue:
    """Make the menu as a file tells it, all or nothing: multipart, in the field `file`.

    With `dry_run` nothing changes. With `replace`, what the file leaves out goes. What is in the
    store keeps its running counts and sold-out marks, unless with `counts`.
    """
    query = parse_query(schemas.ImportQuery)
    how = query.model_dump(include={"replace", "counts"})
    with uploaded_file() as file:
        reading = make_reading(who.store)
        incoming = pool.run(reading.read, file)
        if query.dry_run:
            return {**preview(reading, incoming, **how), "is_applied": False}
        plan = carry_out(who.store, incoming, version=query.version, **how)
    return {**told(reading, incoming, plan), "is_applied": True}


def uploaded_file() -> IO[bytes]:
    """Return the file that came in the form's field `file`; raises ImportTooLarge or Invalid."""
    try:
        upload = request.files.get("file")
    except RequestEntityTooLarge:
        raise ImportTooLarge(megabytes=LARGEST_WHOLE // 2**20) from None
    if upload is None or not upload.filename:
        raise Invalid([FieldFault("file", "MISSING", N_("This field is required."))])
    return upload.stream


def make_reading(store: StoreView) -> Reading:
    """Collect what reading a file for this store needs."""
    store, menu = importing.read_menu(store)
    return Reading(store, menu, make_words(), upload_settings(), security.key_for(SEAL))


def carry_out(
    store: StoreView,
    incoming: Incoming,
    *,
    replace: bool,
    counts: bool,
    version: int | None = None,
) -> Plan:
    """Carry out an import of a file that was read."""
    settings = upload_settings()

    def load(image: dict[str, Any]) -> Any:
        assert incoming.bundle  # noqa: S101 -- only an archive names pictures
        return incoming.bundle.load(image, allowed=settings.allowed_mime_types)

    return importing.import_menu(
        store,
        incoming.document,
        replace=replace,
        counts=counts,
        load=load,
        folder=settings.upload_dir,
        version=version,
    )


def preview(reading: Reading, incoming: Incoming, *, replace: bool, counts: bool) -> dict[str, Any]:
    """Tell what an import would change, and what it would make wrong."""
    store = reading.store
    plan = importing.preview(store, incoming.document, replace=replace, counts=counts)
    return told(reading, incoming, plan, foresee(store, plan))


def told(
    reading: Reading, incoming: Incoming, plan: Plan, found: Sequence[Finding] = ()
) -> dict[str, Any]:
    """Tell in the reader's words what an import changes."""
    changes = pool.run(tell_plan, reading.store, reading.menu, plan, reading.words)
    findings = [present(finding) for finding in found]
    facts = {"version": plan.version, "encoding": incoming.document.encoding}
    return {**facts, **changes, "findings": findings}


def _archive_of(menu: dict[str, Any]) -> Iterator[bytes]:
    """Write the archive into a file without a name, then give it piece by piece."""
    folder, key = upload_settings().upload_dir, security.key_for(SEAL)
    with TemporaryFile() as file:
        pool.run(write_bundle, file, menu, folder=folder, key=key)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _download(response: Response, store: StoreView, kind: str) -> Response:
    name = f"{store.code}_menu.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
