"""Categories, items, options and pictures: what can be ordered, and the menu as guests read it.

Owns the menu's tables and its cached answers. Imports `auth` only.
"""
