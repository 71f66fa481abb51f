"""Macros on people: importing and merging rosters into 附件4, tidying entries, locating a person's result.

Ledger and rules are not used here.
"""
