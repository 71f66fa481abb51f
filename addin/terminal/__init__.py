"""The terminal interface: streams, tables, progress, options, Chinese wording of the framework, error handling.

Commands are not defined here.
"""
