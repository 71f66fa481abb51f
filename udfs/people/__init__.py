"""What is asked of one person's entries: names, document numbers, phones, titles, regions, and how many staff a class may have.

Each module judges a value by itself. Nothing here knows a class, a row or a sheet.
"""
