"""LibreOffice as a host: the extension with cell functions and menu, run by LibreOffice's Python.

The buttons are those of Excel; only reading, writing and displaying a document is defined here.
"""
