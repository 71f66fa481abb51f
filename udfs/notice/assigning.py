"""What people must judge, and what a sentence of the notice merely explains.

Declared in ``trace.csv`` of its pack, one line or more a sentence (句 and its opening words, so that a slip shows): 判断 is an
item of the tick list in 材料清单 (级别: only for classes of that level), 规则 names rules that implement the sentence without
quoting it, 说明 says why nothing more is to be done. Rules and parameters that quote a sentence need no line.
"""

# Annotations are values here: of texts, pydantic would compile each whenever the program starts.

import csv

from udfs.notice.entries import Frozen, maker


class Assignment(Frozen):
    """One line of the file, under the same names in English."""

    key: str
    opening: str
    judgement: str
    level: str
    rules: tuple[str, ...]
    remark: str

    @property
    def clause(self) -> str:
        return self.key.partition("#")[0]


def read_assignments(text: str, shipped: bool = False) -> tuple[Assignment, ...]:
    """The lines of the file. Errors: KeyError without its headings."""
    make = maker(Assignment, shipped)
    return tuple(
        make(
            key=line["句"],
            opening=line["开头"],
            judgement=line["判断"],
            level=line["级别"],
            rules=tuple(line["规则"].split()),
            remark=line["说明"],
        )
        for line in csv.DictReader(text.splitlines())
    )
