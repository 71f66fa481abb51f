"""Makes workbooks from forms and rules: sheets drawn, formulas placed, class data entered, saved like a spreadsheet program does.

Only new workbooks are made here; user files are never rewritten by this package.
"""
