"""A workbook of ours that some program opened and saved: what it changed, against what this version makes of the same class.

The workbook is made anew with the same entries and compared part by part. What the entries say is judged by the rules, not here.
"""
