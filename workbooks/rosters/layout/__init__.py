"""How a table of people is laid out: which rows are headings, which column holds what, by words and by evidence.

One person's row is read in the room above.
"""
