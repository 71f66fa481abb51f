"""Blocks of cells -> the records of a class, and what a workbook says of itself on 参数.

The blocks come from a file, an open book or a cell function alike; how they are got is not known here.
"""
