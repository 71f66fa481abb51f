"""The parameters in force for one class: notice by year, dated values by first day, changes of the office from its workbook."""

from __future__ import annotations

from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile
from udfs.records.settings import parameters_in_force


def class_parameters(c: ClassFile) -> Parameters:
    """The parameters of this class."""
    return parameters_in_force(c.which, c.start, c.settings)
