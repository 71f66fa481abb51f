"""Rules about 附件3, 费用明细 and 师资费.

The sums themselves are made in udfs/money.
"""
