"""Amounts, exact to the cent: the quota of a class, fees and tax of lecturers, what each item of 附件3 must be.

No rule speaks here: these are the sums that the rules, the forms and the macros share.
"""
