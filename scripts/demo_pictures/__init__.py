"""Draws the demo store's dishes: our own table-tops and tableware, dressed with 3D Fluent emoji.

Only a development tool: the application never imports it, and it never reaches for the network.
"""
