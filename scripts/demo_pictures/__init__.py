"""Draws the demo store's dishes: table-tops, tableware and food of our own, dressed with 3D Fluent emoji.

Only a development tool: the application never imports it, and it never reaches for the network.
"""
