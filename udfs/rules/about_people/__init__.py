"""Rules about 附件4, 附件5 and 考勤: who takes part, who was there, who passed.

What a single entry must look like is said in udfs/people.
"""
