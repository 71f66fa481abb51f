"""What organisers hand in, as it arrives: folders, zips, packages, loose annexes, workbooks, and what is none of these.

It is put together, read and compared here; what is found in it is judged by the rules, as everywhere.
"""
