"""Annexes and facts filled from other sources: a filled 附件5, survey answers, the plan list, an older workbook.

Every filled cell is reported; typed cells are not overwritten without being asked.
"""
