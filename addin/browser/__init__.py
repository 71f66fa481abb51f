"""The browser page that needs no installation: one HTML file with Pyodide and these macros.

HTML and scripts of the page are in page/. Anything that needs a server or the network does not belong here.
"""
