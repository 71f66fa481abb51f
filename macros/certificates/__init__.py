"""Certificate numbers: issuing, importing, looking up, and the ledger, a database that never issues a number twice.

Nothing else writes to the ledger.
"""
