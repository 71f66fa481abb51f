"""The parameters in force for one class: its year picks the notice, its first day the dated values, its workbook what the office
has changed."""

from __future__ import annotations

from udfs.notice.parameters import Parameters, parameters_for
from udfs.records.class_file import ClassFile
from udfs.records.settings import with_settings


def class_parameters(c: ClassFile) -> Parameters:
    """The parameters of this class."""
    return with_settings(c.which, c.start, c.settings)[0] if c.settings else parameters_for(c.which, c.start)
