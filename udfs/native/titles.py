"""The level of a title as formulas.

The formulas know the names, short forms and bare levels of the table on 参数, several titles in one cell, and one title after
its branch (电气工程师); otherwise they report that the title is unknown. The whole cell is looked up first, which settles
nearly every row.
"""

from __future__ import annotations

from udfs.native.cells import literal
from udfs.native.running import Running, count
from udfs.native.texts import dropped, quoted, replaced
from udfs.people.titles import RANK_WORDS, bare_levels, may_follow_branch, title_rows

NAMES, RANKS = "参数_职称_名称", "参数_职称_等级"
BRANCHED, BRANCHED_RANKS = "参数_带专业职称_名称", "参数_带专业职称_等级"
SEPARATORS, SPACES = "/／,，;；", " \u3000\u00a0"
"""Separators of titles become "、"; spaces are removed."""
ROUND = {"（": "(", "）": ")"}
SIGN = "、"
MOST_TITLES, WIDTH = 6, 99
"""Maximum number of titles in a cell, and of characters in each."""
BARE = len(bare_levels())
"""The number of rows at the top of the table that are levels and no titles."""


def title_columns(of: str) -> tuple[Running, ...]:
    """职称等级 of the cell under ``of`` (1 初级 … 4 正高, 0 unknown), and its helper columns.

    The content of one pair of brackets (职称括号) is removed from the text: a level sets the level, another title counts as
    well, anything else is ignored.
    """
    spread, note, split, ending = "{#职称文本}", "{#职称括号}", "{#职称分列}", "{#职称尾部}"
    core = f'SUBSTITUTE({spread},"("&{note}&")","")'
    several = f'ISNUMBER(FIND("{SIGN}",{core}))'
    level_stated = f"AND(IFERROR(MATCH({literal(note)},{NAMES},0),{BARE + 1})<={BARE},NOT({several}))"
    inside = f'MID({spread},FIND("(",{spread})+1,FIND(")",{spread})-FIND("(",{spread})-1)'
    highest = f"MAX({','.join(rank_of(part(split, at)) for at in range(MOST_TITLES))})"
    branch = f"LEFT({core},LEN({core})-LEN(INDEX({BRANCHED},{ending})))"
    plain_branch = f"LEN({branch})=LEN({dropped(branch, map(quoted, RANK_WORDS))})"
    behind = f"IF({ending}=0,0,IF({plain_branch},INDEX({BRANCHED_RANKS},{ending}),0))"
    own = f"IF({{#职称各名}}>0,{{#职称各名}},{behind})"
    beside = f'IF({note}="",0,{rank_of(note)})'
    return (
        Running("职称文本", spread_formula(f"{{{of}}}"), of=of),
        Running("职称括号", f'IFERROR({inside},"")', of=of),
        count("职称全名", f'IF({note}="",{rank_of(spread)},IF({level_stated},{rank_of(note)},{rank_of(core)}))', of=of),
        Running("职称分列", f'IF({{#职称全名}}>0,"",IF({several},{padded(core)},""))', of=of),
        count("职称各名", f'IF({split}="",{{#职称全名}},{highest})', of=of),
        count("职称尾部", f"IF({{#职称各名}}>0,0,{longest_ending(core)})", of=of),
        Running("职称等级", f"IF({own}=0,0,MAX({own},{beside}))", empty="0", of=of, shown=True),
    )


def spread_formula(cell: str) -> str:
    """Formula: the titles of ``cell`` separated by "、", brackets half-width."""
    for char in SEPARATORS:
        cell = replaced(cell, quoted(char), quoted(SIGN))
    for wide, narrow in ROUND.items():
        cell = replaced(cell, quoted(wide), quoted(narrow))
    return dropped(cell, map(quoted, SPACES))


def padded(spread: str) -> str:
    """Formula: the titles padded to fields of fixed width."""
    return f'SUBSTITUTE({spread},"{SIGN}",REPT(" ",{WIDTH}))'


def part(apart: str, at: int) -> str:
    """Formula: one of the padded titles."""
    return f"TRIM(MID({apart},{at * WIDTH + 1},{WIDTH}))"


def rank_of(title: str) -> str:
    """Formula: the rank of a title by its name, 0 if unknown."""
    return f"IFERROR(INDEX({RANKS},MATCH({literal(title)},{NAMES},0)),0)"


def longest_ending(spread: str) -> str:
    """Formula: the row of the longest title that may follow a branch at the end of the text, 0 if none."""
    found = "0"
    for length in sorted({len(row["title"]) for row in title_rows() if may_follow_branch(row["title"])}):
        found = f"IFERROR(MATCH({literal(f'RIGHT({spread},{length})')},{BRANCHED},0),{found})"
    return found
