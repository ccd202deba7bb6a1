"""The page of the menu's pictures: many at once, each for its dish."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from tableorder.auth.queries import StaffView
from tableorder.menu import images, queries, tree
from tableorder.menu.admin import manager
from tableorder.menu.change_pages import shown_change
from tableorder.menu.routes import bp, upload_settings
from tableorder.web import page

__all__ = ["bp", "picture_fields"]


@bp.get("/admin/menu/pictures")
@manager
def show_pictures(who: StaffView) -> ResponseReturnValue:
    """Show the dishes with their pictures, and take new ones for them."""
    menu = queries.get_menu(who.store.id)
    change = shown_change(who.store)
    return page(
        "admin/pictures.html",
        menu=menu,
        picture_urls=tree.picture_urls,
        page_data={
            "dishes": [{"id": item.id, "name": item.name} for item in menu.items],
            "largest_file": upload_settings().max_file_size,
            "change": change,
        },
        change=change,
        **picture_fields(),
    )


def picture_fields() -> dict[str, Any]:
    """Return what a page says of the pictures that are taken."""
    allowed = upload_settings().allowed_mime_types
    return {
        "accept": ", ".join(images.types_taken(allowed)),
        "picture_kinds": images.kinds_taken(allowed),
        "reads_heic": images.READS_HEIC,
    }
