"""Files of strangers, composed by seed: layouts, words and habits of offices, each file with the truth beside it.

What writes the files knows nothing of what reads them: it uses no word list, no pattern and no type of the readers. What judges
(``judging``) runs the readers as the commands do and counts every answer: right, named, silently wrong, invented.
``python -m tests.strangers`` prints the figures by kind; ``--write`` puts them into docs/rosters.md.
"""
