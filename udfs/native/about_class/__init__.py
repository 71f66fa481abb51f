"""Formulas for 项目信息, 材料清单 and 附件6.

Built from the pieces of ``udfs.native``; each agrees with the rule of its name.
"""
