"""``gaoyan demo``: fictitious classes with planted errors, found, corrected and exported.

Each error is declared with the findings that must report it.
"""
