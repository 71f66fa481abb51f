"""Workbook files not open in any program: held in memory, changed cell by cell, journalled, saved atomically.

Also restores what a paste has overwritten, in closed files and open books.
"""
