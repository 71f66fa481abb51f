"""Writes changes into the bytes of a workbook: cells, shared formulas, calculation chain, defined names. All other bytes
stay.

Reading is in ``reading``; the meaning of a written cell is decided by the calling packages.
"""
