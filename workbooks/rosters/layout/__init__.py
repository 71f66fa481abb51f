"""Determines the layout of a table of people: heading rows and meaning of columns, by words and by content.

The rows of persons are read in ``workbooks.rosters``.
"""
