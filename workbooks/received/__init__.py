"""What organisers hand in, as it arrives: folders, zips, packages, loose annexes, workbooks, and what is none of these.

This package groups, reads and compares the files; the rules check the resulting classes.
"""
