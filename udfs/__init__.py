"""What the notice says, as functions: the ground floor (pydantic and the standard library only).

A value goes in, a verdict or a number comes out; no file is opened here.
"""
