"""The JSON API of the menu, and its pictures; each view parses, calls one service and presents."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from tableorder import clock, i18n
from tableorder.access import access, authorize, public
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import Crew, StaffView, StoreView, find_store
from tableorder.errors import N_, DiskFull, FieldFault, Invalid, NotFound
from tableorder.menu import (
    answers,
    cache,
    images,
    pictures,
    queries,
    schemas,
    service,
    tree,
)
from tableorder.menu.errors import (
    CategoryNotEmpty,
    HeicUnreadable,
    PictureAnimated,
    PictureBrokenOff,
    PictureDamaged,
    PictureKindRefused,
    PictureTooLarge,
    PictureTooManyPixels,
)
from tableorder.menu.models import Category, MenuItem
from tableorder.settings import Settings
from tableorder.web import parse_json, parse_query

bp = Blueprint("menu", __name__)
bp.record(cache.init)

YEAR = 365 * 24 * 3600
PICTURE_ERRORS = (
    PictureBrokenOff,
    PictureTooLarge,
    PictureKindRefused,
    HeicUnreadable,
    PictureDamaged,
    PictureTooManyPixels,
    PictureAnimated,
    DiskFull,
)


@bp.get("/api/menus")
@describe(
    query=schemas.MenuQuery,
    resp=Answers(HTTP_200=answers.MenuOut, HTTP_304=None),
    sends={"ETag": "Send it back as `If-None-Match`: an unchanged menu is answered with 304."},
    errors=(NotFound,),
    may_be=("table", "staff"),
    tags=["menu"],
)
@public
def show_menu() -> ResponseReturnValue:
    """Return the menu in the reader's language; `?view=edit` gives staff everything.

    Staff, who may order for a table at any time, read it without last orders and other limits.
    """
    query = parse_query(schemas.MenuQuery)
    if query.view == "edit":
        who = authorize(("staff",))
        menu = queries.get_menu(who.store.id)
        return jsonify(tree.edit_tree(who.store, menu, now=clock.utc_now()))
    store = _public_store(query.store) if query.store else _signed_in_store()
    found = cache.guest_menu(store, i18n.content_language())
    response = Response(found.json_bytes, mimetype="application/json")
    response.set_etag(found.etag)
    response.headers["Cache-Control"] = f"{'public' if query.store else 'private'}, no-cache"
    response.headers["Vary"] = "Accept-Language, Authorization, Cookie, X-Acting-As"
    return response.make_conditional(request)


def _signed_in_store() -> StoreView:
    who = authorize(("table", "staff"), role="screen")
    return who.store.for_staff() if isinstance(who, Crew) else who.store


@bp.post("/api/menus")
@describe(json=schemas.CreateItem, resp=Answers(HTTP_201=answers.ItemOut), tags=["menu"])
@access("staff", role="manager")
def create_item(who: StaffView) -> ResponseReturnValue:
    """Add an item."""
    item_id = service.create_item(who.store, parse_json(schemas.CreateItem).changes())
    return item_of(who, item_id), 201


@bp.patch("/api/menus/<int:item_id>")
@describe(json=schemas.ChangeItem, resp=Answers(HTTP_200=answers.ItemOut), tags=["menu"])
@access("staff", role="manager")
def change_item(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Change the fields of an item that are sent."""
    service.change_item(who.store, item_id, parse_json(schemas.ChangeItem).changes())
    return item_of(who, item_id)


@bp.delete("/api/menus/<int:item_id>")
@describe(resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def delete_item(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Delete an item; orders keep what they hold of it."""
    service.delete_item(who.store, item_id)
    return "", 204


@bp.put("/api/menus/positions")
@describe(json=schemas.Positions, resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def order_items(who: StaffView) -> ResponseReturnValue:
    """Put items in this order."""
    service.set_positions(who.store, MenuItem, parse_json(schemas.Positions).ids)
    return "", 204


@bp.put("/api/menus/<int:item_id>/image")
@describe(
    form=schemas.PictureForm,
    resp=Answers(HTTP_200=answers.ItemOut),
    errors=PICTURE_ERRORS,
    tags=["menu"],
)
@access("staff", role="manager")
def set_item_picture(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Give an item a picture: multipart, in the field `image`."""
    queries.get_item(who.store.id, item_id)
    picture = uploaded_picture()
    if picture is None:
        raise Invalid([FieldFault("image", "MISSING", N_("This field is required."))])
    service.set_item_picture(who.store, item_id, picture)
    return item_of(who, item_id)


@bp.delete("/api/menus/<int:item_id>/image")
@describe(resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def remove_item_picture(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Take an item's picture away."""
    service.set_item_picture(who.store, item_id, None)
    return "", 204


@bp.get("/api/categories")
@describe(resp=Answers(HTTP_200=answers.CategoriesOut), tags=["menu"])
@access("staff")
def list_categories(who: StaffView) -> ResponseReturnValue:
    """List all categories in all languages."""
    return jsonify(categories=[*map(tree.category_answer, queries.list_categories(who.store.id))])


@bp.post("/api/categories")
@describe(json=schemas.CreateCategory, resp=Answers(HTTP_201=answers.CategoryOut), tags=["menu"])
@access("staff", role="manager")
def create_category(who: StaffView) -> ResponseReturnValue:
    """Add a category."""
    category_id = service.create_category(who.store, parse_json(schemas.CreateCategory).changes())
    return tree.category_answer(queries.get_category(who.store.id, category_id)), 201


@bp.patch("/api/categories/<int:category_id>")
@describe(json=schemas.ChangeCategory, resp=Answers(HTTP_200=answers.CategoryOut), tags=["menu"])
@access("staff", role="manager")
def change_category(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Change the fields of a category that are sent."""
    service.change_category(who.store, category_id, parse_json(schemas.ChangeCategory).changes())
    return tree.category_answer(queries.get_category(who.store.id, category_id))


@bp.delete("/api/categories/<int:category_id>")
@describe(resp=Answers(HTTP_204=None), errors=(CategoryNotEmpty,), tags=["menu"])
@access("staff", role="manager")
def delete_category(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Delete an empty category."""
    service.delete_category(who.store, category_id)
    return "", 204


@bp.put("/api/categories/positions")
@describe(json=schemas.Positions, resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def order_categories(who: StaffView) -> ResponseReturnValue:
    """Put categories in this order."""
    service.set_positions(who.store, Category, parse_json(schemas.Positions).ids)
    return "", 204


@bp.get(f"{tree.PICTURE_PATH}/<name>")
@public
def picture(name: str) -> ResponseReturnValue:
    """Serve one of our own pictures; a name is never given to other content, so keep it."""
    if not pictures.FILE_NAME.fullmatch(name):
        raise NotFound
    folder = upload_settings().upload_dir
    response = send_from_directory(folder, name, mimetype="image/webp", max_age=YEAR)
    response.cache_control.immutable = True
    return response


def uploaded_picture() -> pictures.NewPicture | None:
    """Return the picture that came in the form's field `image`, encoded; None without one.

    Raises what `images` refuses it for.
    """
    settings = upload_settings()
    try:
        upload = request.files.get("image")
    except RequestEntityTooLarge:
        raise images.too_large(settings.max_file_size) from None
    except ClientDisconnected:
        raise PictureBrokenOff from None
    if upload is None or not upload.filename:
        return None
    data = images.read_upload(upload.stream, limit=settings.max_file_size)
    encoded = images.encode_upload(data, allowed=settings.allowed_mime_types)
    return pictures.NewPicture(encoded, settings.upload_dir)


def _public_store(code: str) -> StoreView:
    store = find_store(code=code)
    if store is None:
        raise NotFound
    g.store = store
    return store


def item_of(who: StaffView, item_id: int) -> dict[str, Any]:
    """Return an item of the store as answers tell it; raises NotFound."""
    today = who.store.business_day(clock.utc_now())
    return tree.item_answer(queries.get_item(who.store.id, item_id), today=today)


def upload_settings() -> Settings:
    """Return the settings, which say where pictures are kept and what is taken."""
    settings: Settings = current_app.extensions["settings"]
    return settings
