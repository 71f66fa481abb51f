"""Annexes and facts filled from elsewhere: a filled 附件5, the answers of a survey, the plan list, an older workbook.

What is filled is told cell by cell; nothing typed is overwritten unasked.
"""
