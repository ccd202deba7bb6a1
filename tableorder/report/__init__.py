"""What was: the history of orders. Read-only. Imports every other feature's queries."""
