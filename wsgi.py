"""The application that servers and the `flask` command load."""

import sys

from tableorder import create_app
from tableorder.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.stderr.write("TableOrder cannot start:\n")
    sys.stderr.writelines(f"  - {line}\n" for line in error.problems)
    sys.exit(3)  # gunicorn's code for "do not try this worker again"
