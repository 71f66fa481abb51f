"""Certificate numbers: the pattern of an organiser, formatting and checking numbers.

Which number was issued to whom is recorded by the ledger in macros/certificates.
"""
