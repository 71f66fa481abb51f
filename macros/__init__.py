"""The actions behind the buttons and commands: each macro is a function on an xlwings Book.

A macro calls the layers below and writes cells. Questions and messages to the user belong to addin.
"""
