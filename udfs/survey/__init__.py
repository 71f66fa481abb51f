"""附件6: raw answers of a questionnaire, their counts, and 满意率 as an exact share.

Exports of survey sites are read in workbooks/survey.
"""
