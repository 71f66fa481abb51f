"""Formulas for 附件4, 附件5 and 考勤.

Each agrees with the rule of its name in ``udfs.rules.about_people``.
"""
