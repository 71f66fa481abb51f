"""Files on disk: names, one-line errors, atomic replacement, signatures, progress of long work.

This package does not know workbooks.
"""
