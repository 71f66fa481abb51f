"""Tables of web pages are read as pandas and lxml, which share no code with us, read them: spans, markup, missing end tags."""

from __future__ import annotations

import random
from io import StringIO

import pandas as pd
import pytest

from workbooks.sandbox.texts import tables

WORDS = ("张三", "工程师", "天津大学", "13800000000", "120199199001010011", "a&amp;b", "&nbsp;甲 乙&nbsp;", "1 &lt; 2", "")
MARKUP = (
    "{}",
    "<b>{}</b>",
    "<span style='mso-number-format:\"\\@\"'>{}</span>",
    "<font color=red><i>{}</i></font>",
    "<!-- x -->{}",
)


def page(seed: int) -> tuple[str, int]:
    """(page, columns): a table of 2 to 9 rows and 2 to 7 columns, as offices and platforms write them."""
    chance = random.Random(seed)
    height, width = chance.randint(2, 9), chance.randint(2, 7)
    ends = chance.random() < 0.7
    taken: set[tuple[int, int]] = set()
    lines = []
    for row in range(height):
        cells = []
        for column in range(width):
            if (row, column) in taken:
                continue
            across = down = 1
            if chance.random() < 0.15:
                across = chance.randint(1, width - column)
                down = chance.randint(1, height - row)
                area = {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
                if area & taken:
                    across = down = 1
                else:
                    taken |= area
            spans = (f' colspan="{across}"' if across > 1 else "") + (f" rowspan={down}" if down > 1 else "")
            tag = chance.choice(("td", "td", "TD", "th"))
            text = chance.choice(MARKUP).format(chance.choice(WORDS))
            cells.append(f"<{tag}{spans}>{text}" + (f"</{tag}>" if ends else ""))
        lines.append("<tr>" + "".join(cells) + ("</tr>" if ends else ""))
    body = "".join(lines)
    return f"<html><head><style>td {{color: red}}</style></head><body><p>名单<table border=1>{body}</table></body></html>", width


def ours(text: str) -> list[list[str]]:
    """The cells, each merged area filled with its text as pandas does."""
    (found,) = tables(text.encode())
    width = max(map(len, found["rows"]))
    rows = [row + [""] * (width - len(row)) for row in found["rows"]]
    for top, left, bottom, right in found["merged"]:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = rows[top][left]
    return rows


def theirs(text: str, width: int) -> list[list[str]]:
    (frame,) = pd.read_html(
        StringIO(text), flavor="lxml", header=None, keep_default_na=False, converters=dict.fromkeys(range(width), str)
    )
    return [[" ".join(str(value).split()) for value in row] for row in frame.values.tolist()]


@pytest.mark.parametrize("seed", range(60))
def test_a_table_is_read_as_pandas_reads_it(seed: int) -> None:
    text, width = page(seed)
    text = text.replace("<th", "<td").replace("</th", "</td")  # pandas takes rows of th for headings
    assert ours(text) == theirs(text, width)


def test_what_stands_on_two_lines_is_not_one_word() -> None:
    (found,) = tables("<table><tr><td>张三<br>李四<td><p>13800000000</p><p>13900000000</p></table>".encode())
    assert found["rows"] == [["张三 李四", "13800000000 13900000000"]]
