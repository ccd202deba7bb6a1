"""The dining room at work: the tables' state, opening and closing them, the order board.

Owns the calls of guests. Imports `order`, `menu`, `table` and `auth`.
"""
