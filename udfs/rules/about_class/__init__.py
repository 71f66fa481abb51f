"""Rules about the class as a whole: its facts, formalities, papers for the claim, the survey, the workbook itself.

Rules about single people or amounts have rooms of their own.
"""
