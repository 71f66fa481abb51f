"""Certificate numbers given, taken over and looked up, with the ledger: a database that gives none twice.

Nothing else writes to the ledger.
"""
