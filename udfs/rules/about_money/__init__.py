"""Rules on 附件3, 费用明细 and 师资费.

The amounts are computed in ``udfs.money``.
"""
