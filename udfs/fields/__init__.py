"""Declarations of all columns and labels of the workbook: heading, place, kind, choices, roster words, source, print.

Records, forms, tidying, import, print and masking derive from them. Nothing is read or judged here.
"""
