"""What changes in a workbook's bytes: cells, shared formulas, the calculation chain and names, every other byte left alone.

Reading never lives here; what a written cell means is decided on the floors above.
"""
