"""The scratch workbooks: an empty template, and a correctly filled class."""

from __future__ import annotations

from functools import lru_cache

from udfs.records.class_file import ClassFile
from udfs.sample import sample_class
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

READY = 60


@lru_cache(maxsize=1)
def template() -> tuple[str, bytes]:
    """(name, bytes) of the template."""
    return "模板.xlsx", build_template("市级", 10, rows=20)


@lru_cache(maxsize=1)
def made_class() -> ClassFile:
    return sample_class()


@lru_cache(maxsize=1)
def filled() -> tuple[str, bytes]:
    """(name, bytes) of the class."""
    return "虚构的班.xlsx", entered(made_class(), READY)
