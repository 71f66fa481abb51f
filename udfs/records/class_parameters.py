"""The parameters in force for one class: its year picks the notice, its first day the dated values, its workbook what the office
has changed."""

from __future__ import annotations

from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile
from udfs.records.settings import parameters_in_force


def class_parameters(c: ClassFile) -> Parameters:
    """The parameters of this class."""
    return parameters_in_force(c.which, c.start, c.settings)
