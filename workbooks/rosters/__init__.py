"""Rosters as they arrive (any layout, any of the usual formats) -> one neutral list of people.

``sources`` opens a file into blocks of cells, ``headings`` says what a heading means, ``tables`` finds the tables in a block,
``people`` takes the persons out of them; ``reading.read_rosters`` does it all.
"""
