"""Reads rosters of any layout in the usual formats into one normalised list of people.

``sources`` opens a file as blocks of cells, ``layout.headings`` interprets headings, ``layout.tables`` finds the tables of
a block, ``people`` extracts the persons; the entry point is ``reading.read_rosters``.
"""
