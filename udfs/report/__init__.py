"""Reports on classes as plain data: the JSON document, and the comparison of many classes.

Nothing is printed or written here, and nothing leaves this package unmasked.
"""
