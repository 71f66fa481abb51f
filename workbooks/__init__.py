"""Workbooks and other files: forms, templates, reading, lossless writing, printing.

Rules are defined in udfs. Nothing here depends on buttons, commands or the dialogs of a host.
"""
