"""The records of a class: facts, people, results and amounts as in the sheets; matching of people; masking.

Records hold raw cell values with their places; the rules judge them.
"""
