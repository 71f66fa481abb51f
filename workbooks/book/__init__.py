"""Reads a workbook as the records of a class, and writes changes back, for every host.

Formulas of strangers are never computed: the result that is stored beside one is read, and a cell without one is named.
"""
