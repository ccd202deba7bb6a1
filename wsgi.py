"""The application that servers and the `flask` command load."""

import sys

from tableorder import create_app
from tableorder.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit("TableOrder cannot start:\n" + "\n".join(f"  - {line}" for line in error.problems))
