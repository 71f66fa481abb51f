"""``gaoyan demo``: made-up classes with planted slips, found, mended and exported.

The slips are declared here with the findings that must find them.
"""
