"""Amounts, exact to the cent: the quota of a class, lecture fees and their tax, the items of 附件3.

The computations shared by rules, forms and macros; no rule is declared here.
"""
