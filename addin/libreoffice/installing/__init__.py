"""Builds, installs, removes and diagnoses the LibreOffice extension and its libraries, from outside.

Nothing here runs inside the extension; only ``managing`` is run by LibreOffice's Python, as a program.
"""
