"""Collect the texts for people, bring the catalogs up to date and compile them.

For each language: `LC_MESSAGES/messages.po` (to be edited), `messages.mo` (read by the server) and
`js/<language>.json` (the texts that scripts use). The same texts give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tableorder"
TRANSLATIONS = PACKAGE / "translations"
LANGUAGES = ("ko", "en")
KEYWORDS = {**DEFAULT_KEYWORDS, "t": None}
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def main() -> None:
    """Bring every language up to date; say what Korean still lacks."""
    for language in LANGUAGES:
        catalog = read(language)
        # Babel writes the translations into the template that it is given: each language its own.
        catalog.update(collect(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(catalog, language)
    missing = untranslated(read("ko"))
    sys.exit("Untranslated in ko:\n  " + "\n  ".join(missing) if missing else 0)


def collect() -> Catalog:
    """Return all texts that stand in code, templates and scripts, with their files."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = new_catalog(None)
    found = extract_from_dir(PACKAGE, methods, options, keywords=KEYWORDS)
    for name, _line, message, _comments, context in sorted(found, key=lambda one: one[:2]):
        catalog.add(message, locations=[(f"tableorder/{name}", None)], context=context)
    return catalog


def new_catalog(language: str | None) -> Catalog:
    """Return an empty catalog without today's date, which would change the files each day."""
    return Catalog(locale=language, creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False)


def read(language: str) -> Catalog:
    """Return the catalog of a language; an empty one if there is none yet."""
    catalog = new_catalog(language)
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            for message in messages(read_po(file, locale=language)):
                catalog[message.id] = message
    return catalog


def write(catalog: Catalog, language: str) -> None:
    """Write the three files of a language."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        header = HEADER.format(language=language, plural_forms=catalog.plural_forms)
        file.write(header.encode())
        write_po(file, catalog, omit_header=True, sort_by_file=True, width=100)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    js_path(language).parent.mkdir(exist_ok=True)
    texts = json.dumps(js_messages(catalog), ensure_ascii=False, indent=1, sort_keys=True)
    js_path(language).write_text(texts + "\n", encoding="utf-8")


def js_messages(catalog: Catalog) -> dict[str, str]:
    """Return the translated texts that scripts use."""
    return {
        str(message.id): str(message.string)
        for message in messages(catalog)
        if message.string and any(name.endswith(".js") for name, _ in message.locations)
    }


def untranslated(catalog: Catalog) -> list[str]:
    """List the texts that have no translation, or an uncertain one."""
    return [
        str(message.id)
        for message in messages(catalog)
        if message.fuzzy or not message.string or not all(message.string)
    ]


def messages(catalog: Catalog) -> Iterator[Message]:
    """Yield the texts without the header, which a catalog holds as its first."""
    return (message for message in catalog if message.id)


def po_path(language: str) -> Path:
    """Return where a language is edited."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def js_path(language: str) -> Path:
    """Return where the texts of a language's scripts stand."""
    return TRANSLATIONS / "js" / f"{language}.json"


if __name__ == "__main__":
    main()
