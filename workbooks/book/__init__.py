"""A workbook -> the records of a class, and changes brought back into it, from whichever host holds it.

Formulas of strangers are never computed: the result that is stored beside one is read, and a cell without one is named.
"""
