"""Output for submission: the stamp-ready package, the copy for publication, print areas.

Page layout is decided in workbooks/printing.
"""
