"""calamine reads, a plain pydantic model checks row by row."""

import sys
from typing import Annotated, Literal

from columns import CHARGED, DOCUMENT, DOCUMENT_PATTERN, EMPLOYER, HEADING, NAME, PHONE, PHONE_PATTERN, SHEET, fits
from pydantic import AfterValidator, BaseModel, Field, TypeAdapter
from python_calamine import CalamineWorkbook


def right(document):
    if not fits(document):
        raise ValueError("check character")
    return document


class Person(BaseModel):
    name: str = Field(alias=NAME, min_length=1)
    document: Annotated[str, Field(alias=DOCUMENT, pattern=DOCUMENT_PATTERN), AfterValidator(right)]
    phone: str = Field(alias=PHONE, pattern=PHONE_PATTERN)
    employer: str = Field(alias=EMPLOYER, min_length=1)
    charged: Literal["是", "否"] = Field(alias=CHARGED)


rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_name(SHEET).to_python()
top = next(at for at, row in enumerate(rows) if row[0] == HEADING)
named = [dict(zip(rows[top], row, strict=False)) for row in rows[top + 1 :] if row[1]]
people = TypeAdapter(list[Person]).validate_python(named)
assert len({one.document for one in people}) == len(people)
print(len(people))
