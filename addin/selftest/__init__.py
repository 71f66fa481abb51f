"""自检: rules, functions and buttons tried inside a spreadsheet program, on scratch workbooks of its own.

What must come out is computed here; what came out is asked of a ``Program``. How a program is reached is known to its own room.
"""
