"""The buttons of the tab 高研项目: the registry, each button, and the questions they ask.

They know a desk (a host that asks and shows), never Excel, LibreOffice or a browser.
"""
