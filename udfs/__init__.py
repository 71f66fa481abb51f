"""The rules of the notice as pure functions: the lowest layer (the standard library only).

Values go in, verdicts or numbers come out. No file is opened here.
"""
