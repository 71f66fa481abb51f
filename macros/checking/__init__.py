"""核验 and 实时核验, navigation along the findings, and undo.

The rules are in udfs/rules; here they are applied to a workbook.
"""
