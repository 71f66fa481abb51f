"""Every regular expression that is compiled at its first use can be compiled."""

from __future__ import annotations

import copy
import gc
import pickle
import pkgutil
import re
from importlib import import_module

import pytest

import addin.commands
import macros
import udfs
import workbooks
from udfs.values.regex import _Later, regex


def declared() -> list[_Later]:
    for floor in (udfs, workbooks, macros, addin.commands):
        for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            import_module(module.name)
    gc.unfreeze()  # tests/conftest.py hides from the collector what stood when the tests began
    try:
        return [one for one in gc.get_objects() if type(one) is _Later]
    finally:
        gc.freeze()


def test_all_compile() -> None:
    found = declared()
    assert len(found) > 250
    assert all(isinstance(one.compiled, re.Pattern) for one in found)


def test_a_fault_shows_at_the_first_use() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("x")


def test_it_does_what_the_pattern_does() -> None:
    one = regex(rb"(?P<day>[0-9]+)", re.IGNORECASE)
    assert one.pattern == rb"(?P<day>[0-9]+)"
    assert [found["day"] for found in one.finditer(b"1 of 31")] == [b"1", b"31"]
    assert one.findall is one.findall
    assert one.sub(b"-", b"12a") == b"-a"


def test_it_goes_to_another_process_and_is_copied() -> None:
    one = regex("[0-9]+")
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
        assert other.findall("1 of 31") == ["1", "31"]
