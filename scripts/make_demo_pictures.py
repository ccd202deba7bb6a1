"""Make the demo store's dish pictures from the 3D Fluent emoji set and drawings of our own.

Get the emoji first; the script itself downloads nothing:

    npm pack @lobehub/fluent-emoji-3d@1.1.0 && tar xzf lobehub-fluent-emoji-3d-1.1.0.tgz
    python scripts/make_demo_pictures.py --emoji package

The same emoji and the same Pillow give the same pictures, byte for byte.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from demo_pictures.dishes import DISHES
from demo_pictures.sprites import Pantry
from demo_pictures.stage import save

TARGET = Path(__file__).resolve().parent.parent / "tableorder" / "demo" / "pictures"


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--emoji",
        type=Path,
        required=True,
        metavar="DIR",
        help="unpacked package @lobehub/fluent-emoji-3d",
    )
    parser.add_argument(
        "--out", type=Path, default=TARGET, metavar="DIR", help="where the pictures go"
    )
    parser.add_argument(
        "--only", nargs="*", choices=sorted(DISHES), metavar="NAME", help="these dishes alone"
    )
    return parser.parse_args()


def main() -> None:
    """Draw every dish, or those asked for."""
    arguments = parse_arguments()
    if not (arguments.emoji / "assets").is_dir():
        raise SystemExit(f"{arguments.emoji} has no folder 'assets': is it the unpacked package?")
    arguments.out.mkdir(parents=True, exist_ok=True)
    pantry = Pantry(arguments.emoji)
    for name in arguments.only or DISHES:
        stage = DISHES[name](pantry)
        size = save(stage.finish(), arguments.out / f"{name}.webp")
        print(f"{name}.webp  {size // 1024} KB")


if __name__ == "__main__":
    main()
