"""Ask the server in this container for its health; exit 1 unless it can serve."""

import os
import sys
import urllib.error
import urllib.request

port = os.environ.get("PORT", "8000")
try:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=8).close()
except (OSError, urllib.error.URLError) as error:
    sys.exit(f"unhealthy: {error}")
