"""Builds the .xlam from source: ribbon, icons, texts, VBA; reproducible on every system.

No macro is written in VBA: it calls Python and shows the result.
"""
