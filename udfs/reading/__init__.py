"""Builds the records of a class from blocks of cells, and reads the settings on 参数.

The blocks may come from a file, an open book or a cell function; fetching them is not the task of this package.
"""
