"""What all records of a class are made of: the raw value of a cell, a record, a row, a place in a sheet."""

# Annotations are values here: of texts, pydantic would compile each whenever the program starts.

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Annotated, ClassVar, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, SkipValidation

from udfs.fields.declared import LABELS, TABLES, Field
from udfs.values.cells import Value

Cell = Annotated[Value, SkipValidation]
put = object.__setattr__
"""As pydantic itself fills a model that nobody may change."""


class Unchanging(BaseModel):
    """A frozen model with cached properties."""

    # Records hold what the cells hold, and are made without being validated: nobody needs the validators that would be built.
    model_config = ConfigDict(frozen=True, populate_by_name=True, ignored_types=(cached_property,), defer_build=True)

    def changed(self, **changes: object) -> Self:
        """A copy with other field values. (``model_copy`` would carry stale cached properties along.)

        Errors: AttributeError for what is no field of it.
        """
        if unknown := changes.keys() - self.fields():
            raise AttributeError(f"{type(self).__name__} has no {'、'.join(sorted(unknown))}")
        fields = {name: getattr(self, name) for name in type(self).model_fields} | (self.__pydantic_extra__ or {}) | changes
        return cast(Self, type(self).model_construct(None, **fields))

    @classmethod
    @lru_cache(maxsize=32)
    def fields(cls) -> frozenset[str]:
        """The names of its attributes."""
        return frozenset(cls.model_fields)


class Record(Unchanging):
    """Base of all records, built from headings or from field names.

    What it holds is declared in ``fields``. A class names the attributes that code speaks of; one that is only declared is held
    as well, and read by its heading or attribute all the same.
    """

    model_config = ConfigDict(extra="allow")
    SHEET: ClassVar[str]

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        """Its columns or labels, in the order of the form."""
        return LABELS[cls.SHEET]

    @classmethod
    @lru_cache(maxsize=32)
    def attributes(cls) -> Mapping[str, str]:
        """Heading or label -> attribute name, in the order of the form."""
        return {field.heading: field.attribute for field in cls.declared()}

    @classmethod
    @lru_cache(maxsize=32)
    def fields(cls) -> frozenset[str]:
        """Those that a class names and those that are only declared."""
        return frozenset((*cls.model_fields, *cls.attributes().values()))

    @classmethod
    @lru_cache(maxsize=32)
    def _empty(cls) -> Self:
        """One of which nothing is known, and what is held of each: those that a class names, and those only declared."""
        return cast(Self, cls.model_construct(None, **dict.fromkeys(cls.attributes().values())))

    @classmethod
    def build(cls, values: Mapping[str, Value], **more: object) -> Self:
        """A record from heading -> value; headings it does not know are left aside."""
        made = cls._empty().__copy__()  # a third of what making one anew costs, and classes have thousands
        named, declared = made.__dict__, made.__pydantic_extra__
        assert declared is not None
        for heading, attribute in cls.attributes().items():
            (declared if attribute in declared else named)[attribute] = values.get(heading)
        named.update(more)
        return made

    @classmethod
    def from_cells(cls, rows: Iterable[tuple[int, Sequence[Value]]], columns: Mapping[str, int]) -> Iterator[Self]:
        """The records of rows of a table, each as ``build`` makes it. ``rows``: (row number, its cells); ``columns``: heading ->
        column, from 1."""
        empty = cls._empty()
        places = {cls.attributes()[heading]: column - 1 for heading, column in columns.items() if heading in cls.attributes()}
        width = max(places.values(), default=-1) + 1
        named, declared = tuple(empty.__dict__), tuple(empty.__pydantic_extra__ or ())
        # Behind the last column that is read stands a cell with nothing in it, for what has no column.
        of_named = itemgetter(*(places.get(attribute, width) for attribute in named))
        of_declared = [places.get(attribute, width) for attribute in declared]
        nothing = [None] * (width + 1)
        for row, cells in rows:
            line = [*cells[:width], *nothing[min(len(cells), width) :]]
            made = cls.__new__(cls)
            put(made, "__dict__", dict(zip(named, of_named(line), strict=True), row=row))
            put(made, "__pydantic_extra__", {name: line[at] for name, at in zip(declared, of_declared, strict=True)})
            put(made, "__pydantic_fields_set__", empty.__pydantic_fields_set__)
            put(made, "__pydantic_private__", None)
            yield made

    def get(self, field: str) -> Value:
        """The raw value under a heading or label."""
        value: Value = getattr(self, self.attributes()[field], None)
        return value


class Row(Record):
    """A record that is one row of a table. ``row`` is its number in the sheet."""

    row: int
    number: Cell = None
    OFFICIAL: ClassVar[tuple[str, ...]]
    """The columns of the annex as the notice prints it."""
    TYPED: ClassVar[tuple[str, ...]]
    """The columns that make a row a used one."""
    WORKING: ClassVar[tuple[str, ...]]
    """The columns beside the annex that people type."""

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        return TABLES[cls.SHEET]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        columns = cls.declared()
        cls.OFFICIAL = tuple(one.heading for one in columns if one.official)
        cls.TYPED = tuple(one.heading for one in columns if one.marks)
        cls.WORKING = tuple(one.heading for one in columns if one.width and not one.official and one.filled == "person")

    def spot(self, field: str) -> tuple[str, str, int]:
        """(sheet, heading, row) where a finding about that field stands."""
        return self.SHEET, field, self.row

    @property
    def home_row(self) -> int:
        """The row in which it is typed."""
        return self.row


class Place(BaseModel):
    """Where the fields of one sheet stand. ``cells``: label -> address; ``columns``: heading -> column letters."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    title: str
    heading_row: int = 1
    columns: dict[str, str] = {}
    cells: dict[str, str] = {}
    headings: tuple[str, ...] = ()

    def address(self, field: str, row: int | None = None) -> str:
        """The address of a field: of its label's value, of its cell in ``row``, or of its heading."""
        if row is None and field in self.cells:
            return self.cells[field]
        return f"{self.columns.get(field, 'A')}{row or self.heading_row}"


class LedgerEntry(BaseModel):
    """What the number ledger says of a certificate number that concerns this workbook.

    ``person`` is the comparable document number of its holder if that person stands in this workbook, else ''.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)
    certificate: str
    person: str
    this_class: bool
    state: Literal["issued", "void"] = "issued"
