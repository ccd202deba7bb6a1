"""Run a measurement: `python -m bench [NAME] [ARGUMENTS]`; without a name, all."""

import sys

from bench import requests, streams

MEASUREMENTS = {"requests": requests.main, "streams": streams.main}

for name in sys.argv[1:2] or MEASUREMENTS:
    MEASUREMENTS[name](sys.argv[2:])
