"""Load tools: what the server does a second, as a ratio to a bare route in the same run.

They are no tests: machines differ and drift, so only ratios of one run are compared.
"""
