"""Exports of survey sites, in any layout -> the raw answer of every form to every item of 附件6.

Counting them is done in udfs/survey.
"""
