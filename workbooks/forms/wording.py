"""Adapts a form to the terms of the notice of a class: labels of reserved places, offices and platforms in hints and prompts."""

from __future__ import annotations

from dataclasses import replace

from udfs.fields.reserved import RESERVED, called
from udfs.notice.parameters import Parameters
from udfs.rules.words import filled
from workbooks.forms.model import Computed, Form, Label, TableForm

NOT_RESERVED = "（通知未预留）"
"""Label text of a place that the notice does not reserve."""


def form_in_words_of_notice(form: Form, p: Parameters) -> Form:
    """The form with the terms of that notice; internal field names are unchanged."""
    labels = tuple(filled_label(label, p) for label in form.labels)
    return replace(form, labels=labels, table=filled_table(form.table, p) if form.table else None)


def filled_label(label: Label, p: Parameters) -> Label:
    shown = ""
    if label.label in RESERVED and (name := called(label.label, p)) != label.label:
        shown = name or NOT_RESERVED
    hint = label.hint if isinstance(label.hint, Computed) else filled(label.hint, p)
    return replace(label, shown=shown, hint="" if shown == NOT_RESERVED else hint, prompt=filled(label.prompt, p))


def filled_table(table: TableForm, p: Parameters) -> TableForm:
    return replace(table, columns=tuple(replace(column, prompt=filled(column.prompt, p)) for column in table.columns))
