"""Make the font of printed matter: Pretendard JP, cut down to what a restaurant in Korea prints.

One weight for words (Hangul, Latin, kana, the Han of KS X 1001 and of JIS level 1), and the digits
of a heavier one for table numbers. The licence (OFL) reserves the name "Pretendard" for the whole
font, so what is cut down gets another. Needs npm; the same source gives the same bytes.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from unicodedata import normalize

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

SOURCE = "pretendard-jp@1.3.9"
NAME = "TableOrder Sans"
FOLDER = Path(__file__).resolve().parent.parent / "tableorder" / "floor" / "fonts"

DIGITS = set(range(ord("0"), ord("9") + 1))
COMMON = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin of western and central Europe
    *range(0x2010, 0x2040),
    0x20A9,
    0x20AC,
    *range(0x3000, 0x3100),  # CJK punctuation, kana
    *range(0x3131, 0x318F),
    *range(0xAC00, 0xD7A4),  # Hangul, every syllable
    *range(0xFF01, 0xFF5F),
}
# Names that OpenType knows by number: copyright and licence stay, everything else is the name.
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
REMOVED_TABLES = ["DSIG", "GDEF", "GPOS", "GSUB"]


def main() -> None:
    """Fetch the source, cut it down, and lay it down with its licence."""
    with tempfile.TemporaryDirectory() as name:
        dist = fetch(Path(name))
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / "LICENSE.txt").write_bytes((dist / "LICENSE.txt").read_bytes())
        for weight, signs in (("SemiBold", COMMON | han()), ("ExtraBold", DIGITS)):
            source = dist / "public" / "static" / f"PretendardJP-{weight}.otf"
            make(source, signs, weight)


def fetch(folder: Path) -> Path:
    """Return the folder of the unpacked npm package's files."""
    command = ["npm", "pack", "--silent", SOURCE]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package" / "dist"


def han() -> set[int]:
    """Return the Han characters that Korean and everyday Japanese computers have always had."""
    rows, places = range(0xA1, 0xFF), range(0xA1, 0xFF)
    korean = decoded("euc_kr", range(0xCA, 0xFE), places)
    japanese = decoded("euc_jp", (row for row in rows if 0xB0 <= row < 0xD0), places)
    return korean | japanese


def decoded(encoding: str, rows: Iterable[int], places: Iterable[int]) -> set[int]:
    """Return the characters that this part of an encoding's table holds."""
    pairs = (bytes(pair).decode(encoding, "ignore") for pair in product(rows, places))
    return {ord(normalize("NFC", sign)) for sign in pairs if sign}


def make(source: Path, signs: set[int], weight: str) -> None:
    """Write the part of a font that draws `signs`, under our own name."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = list(KEPT_NAMES)
    options.drop_tables += REMOVED_TABLES
    options.notdef_outline = True
    options.glyph_names = False
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    rename(font, weight)
    save_font(font, str(FOLDER / f"{NAME.replace(' ', '')}-{weight}.otf"), options)


def rename(font: TTFont, weight: str) -> None:
    """Give a font our name wherever it tells its own."""
    plain = NAME.replace(" ", "")
    names = {1: f"{NAME} {weight}", 3: f"{plain}-{weight}", 4: f"{NAME} {weight}"}
    for record in font["name"].names:
        told = {**names, 6: f"{plain}-{weight}"}.get(record.nameID)
        if told:
            record.string = told
    cff = font["CFF "].cff
    cff.fontNames = [f"{plain}-{weight}"]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{NAME} {weight}", NAME
    for part in top.FDArray:
        part.FontName = f"{plain}-{weight}"


if __name__ == "__main__":
    main()
