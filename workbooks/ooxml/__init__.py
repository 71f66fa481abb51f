"""Reading and writing of .xlsx packages (Office Open XML) as bytes: zip archive, parts, shared strings and cells. Writing
changes only the cells concerned; all other bytes stay.

Format level only: nothing here depends on our forms, sheet names or rules.
"""
