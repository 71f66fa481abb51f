"""Reads the cells of a sheet part as values: by regex for parts in the common form, otherwise by an XML parser with the same
result.

Workbook-level metadata and process limits are handled by the calling packages.
"""
