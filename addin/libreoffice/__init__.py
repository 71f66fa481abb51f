"""LibreOffice as a host: the extension with the cell functions and the menu, run by LibreOffice's own Python.

The buttons are the same as in Excel; only how a document is read, written and shown is told here.
"""
