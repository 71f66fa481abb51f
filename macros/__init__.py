"""What the buttons do: each macro is a function on an xlwings Book.

A macro asks the rooms below and writes cells; it talks to nobody: questions and messages belong to addin.
"""
