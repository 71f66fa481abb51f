"""Excel as a host: dialogs, callbacks of the buttons, cell functions in the form that xlwings serves.

The .xlam is built in addin/xlam.
"""
