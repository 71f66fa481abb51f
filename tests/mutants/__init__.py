"""Mutation testing of the rules and the computations: ``make mutants``, or ``python -m tests.mutants [MODULE…]``."""
