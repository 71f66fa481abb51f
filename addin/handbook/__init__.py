"""The generated pages of docs/: rule handbook, buttons, clause trace and others.

Generated from the declarations, never edited by hand.
"""
