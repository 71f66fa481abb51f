"""Rules on 附件4, 附件5 and 考勤: participants, attendance, results.

The form of single entries is checked in ``udfs.people``.
"""
