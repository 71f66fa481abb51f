"""The formulas beside 项目信息, 申领材料 and 附件6.

The pieces they are made of are in the room above; each says the same as the rule of its name.
"""
