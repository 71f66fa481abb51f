"""核验 and 实时核验, moving along the findings, and taking the last command back.

The rules speak in udfs/rules; here their findings meet a workbook.
"""
