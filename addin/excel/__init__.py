"""Excel as a host: its dialogs, the buttons' callbacks, and the cell functions in the shape xlwings serves.

The .xlam itself is made in addin/xlam.
"""
