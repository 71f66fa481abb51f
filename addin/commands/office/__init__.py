"""Commands of an office: the packages of many classes, the ledger of numbers, keys, notices and their rules."""
