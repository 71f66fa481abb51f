"""Files on a user's disk: their names, errors in one line, replacing as one step, signatures, progress of long work.

Nothing here knows what a workbook is.
"""
