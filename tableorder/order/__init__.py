"""Orders: placing, advancing, changing, and what boards and guests see of them.

Owns orders, their lines and their record of changes. Imports `menu`, `table` and `auth`.
"""
