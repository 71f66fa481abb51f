"""Entries typed on the page: 项目信息, and the 说明 of findings."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from addin.terminal import streams
from workbooks.files import replacing


def facts(book: str, today: str) -> int:
    """The labels of 项目信息 with their values."""
    from addin.terminal import options
    from macros.annexes.facts import facts_of
    from workbooks.book.reading import read_file

    c = read_file(options.book_path(book), date.fromisoformat(today))
    streams.put_json({"facts": [asdict(one) for one in facts_of(c)]})
    return 0


def fill(book: str, today: str, values: dict[str, str]) -> int:
    """Write values to labels of 项目信息. Errors: Unusable."""
    from addin.terminal import options
    from macros.annexes.facts import fill_facts
    from workbooks.closed.closed_book import open_book

    path = options.book_path(book)
    replacing.check_free(path)
    opened = open_book(path)
    changed = fill_facts(opened, date.fromisoformat(today), values)
    opened.save()
    streams.put_json({"changed": changed})
    return 0


def explain(book: str, today: str, texts: list[list[str]], ledger: str = "", stage: str = "") -> int:
    """Write 说明 to findings; ``texts``: [rule, sheet, cell, 说明]. Errors: Unusable."""
    from addin.terminal import options
    from macros.checking.explaining import explain as explained
    from workbooks.closed.closed_book import open_book

    path = options.book_path(book)
    opened = open_book(path)
    wanted = {(code, sheet, cell): text for code, sheet, cell, text in texts}
    count = explained(opened, date.fromisoformat(today), wanted, ledger or None, stage)
    opened.save()
    streams.put_json({"explained": count})
    return 0
