"""What a person meets in a terminal: streams, tables, progress, options, the words of the command line, how a command fails.

No command lives here.
"""
