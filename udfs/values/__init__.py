"""Cell values as a spreadsheet shows them: numbers, dates, digits in any spelling, grids of cells, faults.

Every package may import this one. It knows no notice, person or sheet.
"""
