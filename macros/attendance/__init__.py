"""登记考勤: who missed what, into 考勤, and what follows for results.

Attendance exports are read in workbooks/attendance.
"""
