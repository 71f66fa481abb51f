"""Native rules against their Python twins, cell by cell, in a real spreadsheet program."""
