"""Buttons about people: rosters imported and merged into 附件4, entries tidied, where a person's result is written.

The ledger and the rules are not touched here.
"""
