"""The generated pages of docs/: the rule handbook, the buttons, the clause trace.

Written from the declarations themselves, never by hand.
"""
