"""The formulas beside 附件4, 附件5 and 考勤.

Each says the same as the rule of its name in udfs/rules/about_people.
"""
