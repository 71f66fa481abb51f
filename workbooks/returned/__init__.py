"""Compares a workbook of ours saved by another program with a newly made workbook of the same class.

The workbook is rebuilt from the same entries and compared part by part. The entries themselves are judged by the rules.
"""
