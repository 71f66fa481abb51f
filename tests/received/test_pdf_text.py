"""Our reader of our pages against pypdf, which shares no code with it; and what is none of ours is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO

import pypdf
import pytest
from pypdf.annotations import FreeText

from macros.handing_in.export import export_class
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.rules.runner import check
from workbooks.received.printed.pdf_bookmarks import bookmarks
from workbooks.received.printed.pdf_text import NotOurs, text_of


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pages of a class with names, brackets and backslashes of every kind."""
    c = sample_class(NATIONAL, 2)
    odd = ("Anna Maria Nováková", "阿卜杜热合曼·买买提", "𠀀𠀁（𠮷）", "(a)b)\\c", "王(李")
    people = tuple(one.changed(employer=odd[at % len(odd)]) for at, one in enumerate(c.people))
    c = c.changed(people=people)
    made = export_class(c, check(c), tmp_path_factory.mktemp("out"), draft=True)
    assert made.folder is not None
    return {path.stem: path.read_bytes() for path in made.folder.glob("*.pdf")}


@pytest.mark.parametrize("name", ["附件3", "附件4", "附件6", "材料合并", "核验报告", "材料清单"])
def test_it_reads_what_pypdf_reads(name: str, pages: dict[str, bytes]) -> None:
    read = text_of(pages[name])
    judge = pypdf.PdfReader(BytesIO(pages[name]))
    theirs = "".join(page.extract_text() for page in judge.pages)
    assert read.pages == len(judge.pages)
    assert Counter(re.sub(r"\s", "", "".join(read.runs + read.furniture))) == Counter(re.sub(r"\s", "", theirs))


@pytest.mark.parametrize("name", ["附件3", "附件4", "附件6", "材料合并", "核验报告", "材料清单"])
def test_bookmarks_are_those_that_pypdf_finds(name: str, pages: dict[str, bytes]) -> None:
    def titles(outline: Iterable[object]) -> Iterator[str]:
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [str(getattr(one, "title", ""))]

    theirs = Counter(titles(pypdf.PdfReader(BytesIO(pages[name])).outline))
    assert theirs
    assert Counter(text_of(pages[name]).bookmarks) == theirs


@pytest.mark.parametrize(
    "item",
    [
        b"/Title<FEFF96444EF6>/Title<FEFF96444EF6>", b"/Title (a\\051)", b"/Title<FEFF96>", b"/First 7 0 R",
        b"/Next 7 0 R /Next 8 0 R",
        b"/A<</S/URI>>", b"/Title<FEFF%", b"/Ti#74le(a)",
    ],
)  # fmt: skip
def test_a_bookmark_that_our_writer_does_not_write(item: bytes) -> None:
    with pytest.raises(ValueError):
        list(bookmarks(b"/Outlines 7 0 R", lambda number: item if number == 7 else b""))


def test_what_repeats_is_no_content(pages: dict[str, bytes]) -> None:
    read = text_of(pages["附件4"])
    assert read.pages > 1
    assert read.runs.count("姓名") == 1
    assert read.furniture.count("姓名") == read.pages - 1
    assert read.runs[-1] == "草　稿"


def test_a_page_that_another_program_wrote_or_changed_is_refused(pages: dict[str, bytes]) -> None:
    data = pages["附件3"]
    out = BytesIO()
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.write(out)
    update = BytesIO()
    added = pypdf.PdfWriter(BytesIO(data), incremental=True)
    added.add_annotation(0, FreeText(text="10,000.00", rect=(100, 100, 200, 120)))
    added.write(update)
    for changed in (
        out.getvalue(),
        update.getvalue(),
        b"",
        b"%PDF-1.7\n",
        data[: len(data) // 2],
        data.replace(b"startxref", b"startxxxx"),
    ):
        with pytest.raises(NotOurs):
            text_of(changed)


def test_a_page_that_unpacks_without_end_is_refused(pages: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbooks.received.printed.pdf_text.MOST_UNPACKED", 2_000)
    with pytest.raises(NotOurs):
        text_of(pages["附件4"])
