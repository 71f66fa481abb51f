"""Base classes of the records: record, row, place in a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any, ClassVar, Literal, Self

from udfs.fields.declared import LABELS, TABLES, Field
from udfs.values.cells import Value


@dataclass(frozen=True, slots=True)
class Record:
    """Base of all records, built from headings or attribute names; each column or label declared in ``fields`` is an attribute.

    Records with cached properties have no slots: those need a ``__dict__``.
    """

    SHEET: ClassVar[str]

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        """Its columns or labels in the order of the form."""
        return LABELS[cls.SHEET]

    @classmethod
    @lru_cache(maxsize=32)
    def attributes(cls) -> Mapping[str, str]:
        """{heading or label: attribute name} in the order of the form."""
        return {one.heading: one.attribute for one in cls.declared()}

    @classmethod
    def build(cls, values: Mapping[str, Value], **more: Any) -> Self:
        """A record from {heading: value}; unknown headings are ignored."""
        return cls(**{attribute: values.get(heading) for heading, attribute in cls.attributes().items()}, **more)

    def changed(self, **changes: Any) -> Self:
        """A copy with changed fields. Errors: TypeError for an unknown field."""
        return replace(self, **changes)

    def get(self, heading: str) -> Value:
        """The raw value under a heading or label."""
        value: Value = getattr(self, self.attributes()[heading])
        return value


@dataclass(frozen=True, slots=True)
class Row(Record):
    """A record that is one row of a table. ``row`` is its row number in the sheet."""

    row: int
    number: Value = None
    OFFICIAL: ClassVar[tuple[str, ...]]
    """The columns of the annex as printed by the notice."""
    TYPED: ClassVar[tuple[str, ...]]
    """The columns that make a row a used one."""
    WORKING: ClassVar[tuple[str, ...]]
    """The columns beside the annex that people fill."""

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        return TABLES[cls.SHEET]

    @classmethod
    def __init_subclass__(cls) -> None:
        columns = cls.declared()
        cls.OFFICIAL = tuple(one.heading for one in columns if one.official)
        cls.TYPED = tuple(one.heading for one in columns if one.marks)
        cls.WORKING = tuple(one.heading for one in columns if one.width and not one.official and one.filled == "person")

    @classmethod
    def from_cells(cls, rows: Iterable[tuple[int, Sequence[Value]]], columns: Mapping[str, int]) -> Iterator[Self]:
        """The records of the rows of a table.

        ``rows``: (row number, cells); ``columns``: {heading: column counted from 1}.
        """
        places = {cls.attributes()[heading]: column - 1 for heading, column in columns.items() if heading in cls.attributes()}
        width = max(places.values(), default=-1) + 1
        # An empty cell after the last column stands in for fields without a column.
        of_fields = itemgetter(*(places.get(one.name, width) for one in fields(cls)[1:]))
        nothing = [None] * (width + 1)
        for row, cells in rows:
            yield cls(row, *of_fields([*cells[:width], *nothing[min(len(cells), width) :]]))

    def spot(self, heading: str) -> tuple[str, str, int]:
        """(sheet, heading, row) at which a finding about that field is reported."""
        return self.SHEET, heading, self.row

    @property
    def home_row(self) -> int:
        """The row in which it is typed."""
        return self.row


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """The location of a sheet's fields. ``cells``: {label: address}; ``columns``: {heading: column letters}."""

    title: str
    heading_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()

    def address(self, heading: str, row: int | None = None) -> str:
        """The address of a field: of its label's value, its cell in ``row``, or its heading."""
        if row is None and heading in self.cells:
            return self.cells[heading]
        return f"{self.columns.get(heading, 'A')}{row or self.heading_row}"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry of the number ledger that concerns this workbook.

    ``person``: the normalised document number of the holder if in this workbook, else ''.
    """

    certificate: str
    person: str
    this_class: bool
    state: Literal["issued", "void"] = "issued"
