"""Formulas for 附件3, 费用明细 and 师资费.

Each agrees with the computations of ``udfs.money``.
"""
