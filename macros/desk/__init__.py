"""汇总审核: everything that organisers handed in, gone through in processes or on a cluster, remembered between runs.

A single class is judged as everywhere; here are only many.
"""
