"""The page that needs nothing installed: one HTML file with the browser's Python and these macros in it.

The page's own HTML and scripts lie in page/; what needs a server or the network has no place here.
"""
