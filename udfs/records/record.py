"""Base classes of the records: cell value, record, row, place in a sheet."""

# Pydantic evaluates these annotations; as strings it would compile each at every start.

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Annotated, ClassVar, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, SkipValidation

from udfs.fields.declared import LABELS, TABLES, Field
from udfs.values.cells import Value

Cell = Annotated[Value, SkipValidation]
put = object.__setattr__
"""Sets attributes of frozen models, as pydantic itself does."""


class Unchanging(BaseModel):
    """A frozen model with cached properties."""

    # Records are constructed without validation, so no validators are built.
    model_config = ConfigDict(frozen=True, populate_by_name=True, ignored_types=(cached_property,), defer_build=True)

    def changed(self, **changes: object) -> Self:
        """A copy with changed fields; unlike ``model_copy`` without stale cached properties.

        Errors: AttributeError for an unknown field.
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
    """Base of all records, built from headings or attribute names.

    The content is declared in ``fields``. Classes declare the attributes that code uses; other declared fields are kept as
    well and are accessible by heading or attribute.
    """

    model_config = ConfigDict(extra="allow")
    SHEET: ClassVar[str]

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        """Its columns or labels in the order of the form."""
        return LABELS[cls.SHEET]

    @classmethod
    @lru_cache(maxsize=32)
    def attributes(cls) -> Mapping[str, str]:
        """{heading or label: attribute name} in the order of the form."""
        return {field.heading: field.attribute for field in cls.declared()}

    @classmethod
    @lru_cache(maxsize=32)
    def fields(cls) -> frozenset[str]:
        """The attributes of the class and those only declared in ``fields``."""
        return frozenset((*cls.model_fields, *cls.attributes().values()))

    @classmethod
    @lru_cache(maxsize=32)
    def _empty(cls) -> Self:
        """An empty record, with all declared attributes."""
        return cast(Self, cls.model_construct(None, **dict.fromkeys(cls.attributes().values())))

    @classmethod
    def build(cls, values: Mapping[str, Value], **more: object) -> Self:
        """A record from {heading: value}; unknown headings are ignored."""
        made = cls._empty().__copy__()  # copying costs a third of constructing, and classes have thousands of records
        named, declared = made.__dict__, made.__pydantic_extra__
        assert declared is not None
        for heading, attribute in cls.attributes().items():
            (declared if attribute in declared else named)[attribute] = values.get(heading)
        named.update(more)
        return made

    @classmethod
    def from_cells(cls, rows: Iterable[tuple[int, Sequence[Value]]], columns: Mapping[str, int]) -> Iterator[Self]:
        """The records of the rows of a table, as ``build`` makes them.

        ``rows``: (row number, cells); ``columns``: {heading: column counted from 1}.
        """
        empty = cls._empty()
        places = {cls.attributes()[heading]: column - 1 for heading, column in columns.items() if heading in cls.attributes()}
        width = max(places.values(), default=-1) + 1
        named, declared = tuple(empty.__dict__), tuple(empty.__pydantic_extra__ or ())
        # An empty cell after the last column stands in for fields without a column.
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
    """A record that is one row of a table. ``row`` is its row number in the sheet."""

    row: int
    number: Cell = None
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
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        columns = cls.declared()
        cls.OFFICIAL = tuple(one.heading for one in columns if one.official)
        cls.TYPED = tuple(one.heading for one in columns if one.marks)
        cls.WORKING = tuple(one.heading for one in columns if one.width and not one.official and one.filled == "person")

    def spot(self, field: str) -> tuple[str, str, int]:
        """(sheet, heading, row) at which a finding about that field is reported."""
        return self.SHEET, field, self.row

    @property
    def home_row(self) -> int:
        """The row in which it is typed."""
        return self.row


class SheetPlaces(BaseModel):
    """The location of a sheet's fields. ``cells``: {label: address}; ``columns``: {heading: column letters}."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    title: str
    heading_row: int = 1
    columns: dict[str, str] = {}
    cells: dict[str, str] = {}
    headings: tuple[str, ...] = ()

    def address(self, field: str, row: int | None = None) -> str:
        """The address of a field: of its label's value, its cell in ``row``, or its heading."""
        if row is None and field in self.cells:
            return self.cells[field]
        return f"{self.columns.get(field, 'A')}{row or self.heading_row}"


class LedgerEntry(BaseModel):
    """An entry of the number ledger that concerns this workbook.

    ``person``: the normalised document number of the holder if in this workbook, else ''.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)
    certificate: str
    person: str
    this_class: bool
    state: Literal["issued", "void"] = "issued"
