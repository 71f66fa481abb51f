"""Every column and label of the workbook, declared once: heading, place, kind, list, roster words, who fills it, how it prints.

Records, forms, tidying, import, print and masking derive from here; nothing is read or judged in this room.
"""
