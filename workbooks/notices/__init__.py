"""Notices on disk: a notice as issued (txt, docx) into text, packs as folders, and those that the user has installed.

What a notice says is read on the ground floor (``udfs.notice``); nothing here judges a class or knows a sheet.
"""
