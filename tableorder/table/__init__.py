"""Tables, the parties that sit there, and the devices that act for them.

Owns tables and table sessions; pairs tablets and admits phones. Imports `auth` only.
"""
