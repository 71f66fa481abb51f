"""The dated facts: one parameter file a notice, the plan lists, the title table, the province prefixes.

Everything that changes with next year's notice lies here as data; no rule and no class is known here.
"""
