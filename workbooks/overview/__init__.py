"""汇总: the submissions of all classes, for the officer.

Output as workbook, HTML page, calendar and return letters, all from the desk document; nothing is judged here.
"""
