"""Reports on the result of each macro, for people (terminal) and for programs (JSON), with numbers masked.

One module per kind of work; the work itself is done by the macros.
"""
