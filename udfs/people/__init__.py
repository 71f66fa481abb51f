"""Checks of one person's entries: names, document numbers, phones, titles, regions, and the limits on staff.

Each module judges single values and knows no class, row or sheet.
"""
