"""frictionless reads and checks (it has no check character; that is left out)."""

import sys

from columns import CHARGED, DOCUMENT, DOCUMENT_PATTERN, EMPLOYER, NAME, PHONE, PHONE_PATTERN, SHEET
from frictionless import Dialect, Resource, Schema, fields, formats, system

schema = Schema(
    fields=[
        fields.StringField(name=NAME, constraints={"required": True}),
        fields.StringField(name=DOCUMENT, constraints={"required": True, "unique": True, "pattern": DOCUMENT_PATTERN[1:-1]}),
        fields.StringField(name=PHONE, constraints={"required": True, "pattern": PHONE_PATTERN[1:-1]}),
        fields.StringField(name=EMPLOYER, constraints={"required": True}),
        fields.StringField(name=CHARGED, constraints={"required": True, "enum": ["是", "否"]}),
    ]
)
dialect = Dialect(header_rows=[3], controls=[formats.ExcelControl(sheet=SHEET)])
with system.use_context(trusted=True):
    rows = Resource(path=sys.argv[1], format="xlsx", dialect=dialect).read_rows()
    named = [{field.name: row[field.name] for field in schema.fields} for row in rows if row[NAME]]
    checked = Resource(data=named, schema=schema).validate()
print(len(named), checked.stats["errors"])
