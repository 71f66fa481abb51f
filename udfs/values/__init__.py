"""What cells hold, read as a spreadsheet shows it: numbers, dates, digits in every spelling, blocks of cells, a verdict.

Everybody may use this room; it knows no notice, no person and no sheet.
"""
