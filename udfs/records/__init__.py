"""One class as records: its facts, people, results and amounts as the sheets hold them, who is who, what is masked of them.

The records carry raw values and say where each stands; what is wrong with them is said by the rules.
"""
