"""The cells of a sheet's part as values: quickly where the part is plain, or else by a reader of XML, which says the same.

What a file says of itself beside its cells, and how it is opened under limits, stands a room above.
"""
