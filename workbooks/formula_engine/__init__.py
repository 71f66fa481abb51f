"""Formula evaluator: computes the cached values that are stored beside our formulas.

Viewers that do not calculate (phone previews, mail programs) show only cached values. The evaluator covers the formulas this
product writes. Anything else raises ``Unknown``; that cell and its dependents get no cached value, and the spreadsheet
program computes them. It shares no code with the rule predicates or the Python versions of computed cells; the tests compare
it with real spreadsheet engines.
"""
