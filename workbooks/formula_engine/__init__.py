"""The values of our formulas, computed here so that they can be stored beside them.

A file that goes out carries what each of its formulas gives: a preview on a phone, a mail program or a program that only reads
computes nothing. This is an evaluator of the formulas that we write, not of every formula there is: what it does not know it
says so of (``Unknown``), and that cell, with all that stands on it, is left without a stored value for the spreadsheet program
to compute. It shares nothing with the predicates of the rules or the twins of computed cells; real engines judge it in the tests.
"""
