"""The buttons of the tab 高研项目: the registry, the buttons, and their questions.

They use a ``Desk`` (the dialogs of a host) and know neither Excel nor LibreOffice nor a browser.
"""
