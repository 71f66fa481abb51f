"""Mutants of everything that comes from others, through every command: ``make fuzz``, and a bounded share in ``make test``.

A mutant is a number: from it alone come the file, the mutation and the command line.
"""
