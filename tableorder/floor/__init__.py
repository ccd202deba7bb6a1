"""The dining room at work: the tables' state, opening and closing them, the order board.

Owns no tables of its own. Imports `order`, `menu`, `table` and `auth`.
"""
