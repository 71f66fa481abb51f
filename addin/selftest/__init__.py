"""自检: tests rules, functions and buttons inside a spreadsheet program, on scratch workbooks.

Expected results are computed here; actual ones come from a ``Program``, implemented in the package of each host.
"""
