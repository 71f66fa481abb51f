"""What a macro did, as people read it and as programs read it; numbers masked in both.

One module for each kind of work; the work itself is done by the macros.
"""
