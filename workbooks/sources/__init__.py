"""Files of strangers -> tables of cells: xlsx, xls, csv, text, pages, in any encoding, read apart and under limits.

What the cells mean is asked elsewhere (rosters, attendance, survey, notices).
"""
