"""The hosts of the macros: command line, ribbon, installer, browser and LibreOffice.

No decision about a class is made here; the macros work without this layer.
"""
