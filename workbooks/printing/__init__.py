"""The stamp-ready package: annexes as PDF and clean xlsx, reports, fonts.

Pages display values read and judged elsewhere; nothing is computed during typesetting.
"""
