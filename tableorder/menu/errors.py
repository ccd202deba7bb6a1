"""What can go wrong with a menu, each with its own sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tableorder.errors import (
    N_,
    AppError,
    BadRequest,
    Conflict,
    NotFound,
    TooLarge,
    UnsupportedMedia,
)


class CategoryNotEmpty(Conflict):
    """The category still holds items or categories, which would lose their place."""

    code = "CATEGORY_NOT_EMPTY"
    message = N_(
        "This category still holds %(items)s items and %(children)s categories. "
        "Move or delete them first."
    )


class ItemInSet(Conflict):
    """The item is part of a set, which would lose it without a word."""

    code = "ITEM_IN_SET"
    message = N_("This item is part of a set. Take it out of these option groups first: %(groups)s")


class ItemsInSets(ItemInSet):
    """Some of several items are parts of sets; `details.items` says which, and of which groups."""

    code = "ITEMS_IN_SETS"
    message = N_(
        "Nothing was deleted. These items are parts of sets: %(items)s. "
        "Take them out of their option groups first."
    )


class RowDeleted(NotFound):
    """The row that a form shows is no more."""

    code = "ROW_DELETED"
    message = N_(
        "Somebody else deleted this meanwhile. Save again to keep what stands here as a new entry."
    )


class TextsTaken(Conflict):
    """Others wrote texts meanwhile where some were lacking; `texts` are theirs, by their places."""

    code = "TEXTS_TAKEN"
    message = N_(
        "Somebody else wrote some of these meanwhile, and nothing was saved. If you save again, "
        "yours takes the place of theirs; what you empty stays theirs."
    )

    def __init__(self, texts: Mapping[tuple[str, int, str, str], str]) -> None:
        super().__init__()
        self.texts = texts


class MenuChanged(Conflict):
    """The menu is not the one any more for which a change was planned."""

    code = "MENU_CHANGED"
    message = N_("The menu was changed meanwhile. Please look at the changes again.")


class ArrangementOutdated(MenuChanged):
    """Categories or items were added, deleted or moved since the arrangement was read."""

    message = N_("Someone else changed the menu meanwhile. Nothing was moved; please look again.")


class WouldBlock(Conflict):
    """A change after which guests could not order something; whoever makes it has to say so."""

    code = "WOULD_BLOCK"
    message = N_("Guests could not order this after the change.")

    def __init__(
        self, findings: Sequence[object], *, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(details=details)
        self.findings = findings


class WouldBreak(WouldBlock):
    """A change that takes something from guests; whoever makes it has to say that they saw it."""

    code = "WOULD_BREAK"
    message = N_("Guests could not order everything after this change. Nothing is changed yet.")


class ChangeGone(Conflict):
    """The change that is to be undone is not the last one, or is undone already."""

    code = "CHANGE_GONE"
    message = N_("There is nothing to undo here any more: the menu was changed again since.")


class ChangeOutdated(Conflict):
    """What the change left is not there any more as it left it."""

    code = "CHANGE_OUTDATED"
    message = N_("This cannot be undone any more: it has been changed again since.")


class ImportExpired(Conflict):
    """The file of a preview is not kept any more."""

    code = "IMPORT_EXPIRED"
    message = N_("The chosen file is no longer here. Please choose it again.")


class ImportTooLarge(TooLarge):
    """The file for an import is over what is taken."""

    code = "IMPORT_TOO_LARGE"
    message = N_("The file is larger than %(megabytes)s MB.")


class ImportUnreadable(AppError):
    """The file for an import is neither an archive nor a table of ours."""

    code = "IMPORT_UNREADABLE"
    message = N_("This file cannot be read: please choose a menu's CSV, JSON or ZIP file.")


class EncodingUnknown(ImportUnreadable):
    """A table is written in letters that cannot be told."""

    message = N_("The letters of this file cannot be read. Please save it as “CSV UTF-8”.")


class ArchiveRefused(ImportUnreadable):
    """An archive holds what no menu needs: too much, or names that lead elsewhere."""

    code = "ARCHIVE_REFUSED"
    message = N_("This archive is damaged or not one of a menu.")


class ArchiveTooFull(ArchiveRefused):
    """An archive holds more than is taken."""

    message = N_("This archive holds too many or too large files.")


class ArchiveEscapes(ArchiveRefused):
    """A name inside an archive leads out of it."""

    message = N_("This archive holds a file whose name leads elsewhere: %(name)s")


class PictureTooLarge(TooLarge):
    """The file is over the limit of this installation."""

    code = "PICTURE_TOO_LARGE"
    message = N_("The picture is larger than %(megabytes)s MB. Please send a smaller one.")


class PictureKindRefused(UnsupportedMedia):
    """The content is none of the picture formats that are taken, whatever its name says."""

    code = "PICTURE_KIND_REFUSED"
    message = N_("This is not a picture that can be used: please send one of %(allowed)s.")


class PictureKindNamed(PictureKindRefused):
    """The same, for content that can be named to the sender."""

    message = N_("A file of the kind %(kind)s cannot be used: please send one of %(allowed)s.")


class HeicUnreadable(PictureKindRefused):
    """A HEIC photo came, and the library that reads them is not installed here."""

    code = "HEIC_UNREADABLE"
    message = N_("HEIC photos cannot be read on this server. Please send the photo as JPEG.")


class PictureDamaged(AppError):
    """The file begins as a picture and cannot be read to its end."""

    code = "PICTURE_DAMAGED"
    message = N_("The picture is damaged or incomplete. Please send it again.")


class PictureBrokenOff(BadRequest):
    """Whoever sent the file stopped in the middle of it."""

    code = "PICTURE_BROKEN_OFF"
    message = N_("The picture did not arrive whole. Please send it again.")


class PictureTooManyPixels(AppError):
    """The picture would take too much memory to decode."""

    code = "PICTURE_TOO_MANY_PIXELS"
    message = N_(
        "The picture measures %(width)s × %(height)s pixels; at most %(megapixels)s million "
        "pixels can be taken."
    )


class PictureAnimated(AppError):
    """Only still pictures stand on a menu."""

    code = "PICTURE_ANIMATED"
    message = N_("This picture moves: it has %(frames)s frames. Please send a still one.")


PICTURE_UNUSABLE = (PictureAnimated, PictureDamaged, PictureKindRefused, PictureTooManyPixels)
"""What decoding finds wrong with a picture."""
