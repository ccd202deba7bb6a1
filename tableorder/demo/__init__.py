"""The demo store: a real small menu with pictures, to look at and to try.

Knows every feature's tables that it fills; no feature knows it.
"""
