"""pandas reads, pandera checks."""

import sys

import pandas as pd
import pandera.pandas as pa
from columns import CHARGED, DOCUMENT, DOCUMENT_PATTERN, EMPLOYER, NAME, PHONE, PHONE_PATTERN, SHEET, fits

frame = pd.read_excel(sys.argv[1], sheet_name=SHEET, header=2, dtype=str, engine="calamine").dropna(subset=[NAME])
checked_id = [pa.Check.str_matches(DOCUMENT_PATTERN), pa.Check(lambda column: column.map(fits))]
schema = pa.DataFrameSchema(
    {
        NAME: pa.Column(str),
        DOCUMENT: pa.Column(str, checked_id, unique=True),
        PHONE: pa.Column(str, pa.Check.str_matches(PHONE_PATTERN)),
        EMPLOYER: pa.Column(str),
        CHARGED: pa.Column(str, pa.Check.isin(["是", "否"])),
    }
)
schema.validate(frame, lazy=True)
print(len(frame))
