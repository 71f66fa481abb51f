"""The extension made, put into a user's LibreOffice with the libraries it needs, taken away, and looked at from outside.

Nothing here runs inside the extension; only ``managing`` is run by LibreOffice's own Python, as a program.
"""
