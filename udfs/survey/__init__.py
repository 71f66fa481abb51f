"""附件6: raw answers of a questionnaire, the counts they make, and 满意率 as an exact share.

Exports of survey sites are read in workbooks/survey.
"""
