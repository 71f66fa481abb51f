"""Forms and rules -> a workbook: all sheets drawn, formulas placed, a class typed in, saved as a spreadsheet program would.

Only new workbooks are made here; a user's file is never rewritten by this room.
"""
