"""The stamp-ready package: annexes as PDF and clean xlsx, reports, fonts.

A page shows what was read and judged elsewhere; nothing is computed while it is set.
"""
