"""The xlwings engine for a file that no program holds: held in memory, changed cell by cell, journalled, saved as one step.

What a paste has wiped out is put back here, in closed files and open books alike.
"""
