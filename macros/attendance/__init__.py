"""登记考勤: registers absences in 考勤, and derives the effects on results.

Attendance exports are read in workbooks/attendance.
"""
