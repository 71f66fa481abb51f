"""汇总决算 and 讲课费测算.

The sums come from udfs/money; here they are put into the sheets.
"""
