"""Opens untrusted files as tables of cells: xlsx, xls, csv, text, web pages, in any encoding, in a separate process with limits.

The cells are interpreted by rosters, attendance, survey and notices.
"""
