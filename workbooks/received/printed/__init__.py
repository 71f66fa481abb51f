"""The printed pages of a package: what they say and draw, read without a PDF library, and what they must say by the workbooks and
the report beside them.
"""
