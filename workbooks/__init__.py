"""Where each record stands in a workbook: forms, templates, reading, lossless writing, printing.

No rule is decided here, and nothing here knows a button, a command or a host's dialogs.
"""
