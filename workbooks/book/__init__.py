"""A workbook -> the records of a class, and changes brought back into it, from whichever host holds it.

Formulas of strangers are computed here, under limits, in a process of their own.
"""
