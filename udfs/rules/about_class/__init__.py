"""Rules on the class as a whole: facts, formalities, claim papers, survey, the workbook itself.

Rules on people and on amounts are in their own packages.
"""
