"""Events: the store's numbered log, its fan-out to open streams, and the stream route.

Knows no feature. `log.append` joins the caller's transaction; a tailer reads committed rows and
hands each, encoded once, to the hub's subscribers. May import `db`, `clock`, `errors`, `access`.
"""
