"""Stores, accounts, sign-in and the limits on guessing.

Owns stores, accounts, sign-ins and devices. Imports no other feature.
"""
