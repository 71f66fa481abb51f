"""Certificate numbers: the pattern of an organiser, the numbers it makes, what is wrong with a number.

Which number was given to whom is kept by the ledger, in macros/certificates.
"""
