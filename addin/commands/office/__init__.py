"""Commands for an office: packages of many classes, the number ledger, signing keys, notices and rules."""
