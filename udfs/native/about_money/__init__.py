"""The formulas beside 附件3, 费用明细 and 师资费.

Each says the same as the sums of udfs/money.
"""
