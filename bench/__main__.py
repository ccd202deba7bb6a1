"""Run a measurement: `python -m bench [NAME] [SECONDS]`; without a name, all."""

import sys

from bench import requests

MEASUREMENTS = {"requests": requests.main}


def main(arguments: list[str]) -> None:
    """Run what was named, or all."""
    names = [arguments[0]] if arguments else list(MEASUREMENTS)
    for name in names:
        MEASUREMENTS[name](*(float(value) for value in arguments[1:]))


main(sys.argv[1:])
