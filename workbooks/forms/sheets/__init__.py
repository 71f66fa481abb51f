"""The declarations of the sheets, one module per sheet.

The model of a form is in ``workbooks/forms/model.py``; nothing here reads or writes a workbook.
"""
