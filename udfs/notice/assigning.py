"""The trace file of a notice: which sentences people must judge, and which need no rule.

``trace.csv`` of the pack has at least one line per sentence (句 is its key, 开头 its opening words as a safeguard): 判断 is an
item of the tick list in 材料清单 (级别: for classes of that level only), 规则 names rules that implement the sentence without
quoting it, 说明 says why nothing else is needed. A sentence quoted by a rule or a parameter needs no line.
"""

from __future__ import annotations

from dataclasses import dataclass

from udfs.notice.entries import table_rows


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of the file."""

    key: str
    opening: str
    judgement: str
    level: str
    rules: tuple[str, ...]
    remark: str

    @property
    def clause(self) -> str:
        return self.key.partition("#")[0]


def read_assignments(text: str) -> tuple[Assignment, ...]:
    """Parse the file. Errors: KeyError if a heading is missing, ValueError if a cell is."""
    return tuple(
        Assignment(
            key=line["句"],
            opening=line["开头"],
            judgement=line["判断"],
            level=line["级别"],
            rules=tuple(line["规则"].split()),
            remark=line["说明"],
        )
        for line in table_rows(text)
    )
