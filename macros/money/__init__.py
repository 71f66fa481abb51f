"""汇总决算 and 讲课费测算.

Computed in udfs/money, written to the sheets here.
"""
