"""Dated facts: one parameter file per notice, the plan lists, the title table, the province prefixes.

Whatever changes with next year's notice is data here. This package knows no rule and no class.
"""
