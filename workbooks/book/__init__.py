"""Reads a workbook as the records of a class, and writes changes back, for every host.

Foreign formulas are computed in a separate process with limits.
"""
