"""What leaves the office: the stamp-ready package, the copy for publication, the print areas.

How a page looks is decided in workbooks/printing.
"""
