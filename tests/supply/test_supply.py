"""The bill of materials names every package of the lock, and nothing required asks for more than its name."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.supply import LOCK, ROOT, Component, components, copyleft, licence_of
from tests.supply.__main__ import verdict_of_audit
from tests.supply.papers import bill, licences

ANY = Component("x", "1", ("0" * 64,), True, "MIT")


def test_every_package_of_the_lock_is_in_the_bill_with_its_sums() -> None:
    made = json.loads(bill(components(), "1.0.0"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    named = {one["purl"] for one in made["components"]}
    wanted = re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text("utf-8"), re.MULTILINE)
    assert named == {f"pkg:pypi/{name}@{version}" for name, version in wanted}
    sums = {held["content"] for one in made["components"] for file in one["externalReferences"] for held in file["hashes"]}
    assert sums == set(re.findall(r"sha256:([0-9a-f]{64})", LOCK.read_text("utf-8")))
    assert bill(components(), "1.0.0") == bill(components(), "1.0.0")


def test_no_required_package_is_copyleft_and_each_states_its_licence() -> None:
    found = components()
    assert copyleft(found) == []
    assert [one.name for one in found if one.required and not one.licence] == []
    assert sum(one.required for one in found) >= 25


@pytest.mark.parametrize("licence", ["LGPL-3.0-only", "GPL-2.0-or-later", "MPL-2.0", "AGPL-3.0"])
def test_copyleft_is_seen(licence: str) -> None:
    assert copyleft([replace(ANY, licence=licence)]) != []
    assert copyleft([ANY, replace(ANY, licence=licence, required=False)]) == []


@pytest.mark.parametrize(
    ("ended", "code", "word"),
    [
        ((0, "", "No known vulnerabilities found"), 0, "No known"),
        ((1, "Name Version ID\nx 1 PYSEC-1", "Found 1 known vulnerability in 1 package"), 1, "PYSEC-1"),
        ((1, "", "Traceback\nrequests.exceptions.ProxyError: no way"), 0, "No database of known faults was asked"),
        ((1, "", "ERROR: the read operation timed out"), 0, "timed out"),
    ],
)
def test_an_audit_that_could_not_ask_says_so(
    ended: tuple[int, str, str], code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verdict_of_audit(*ended) == code
    assert word in capsys.readouterr().out


def test_the_list_of_licences_is_up_to_date() -> None:
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == licences(components()), "run make audit"
    assert licence_of("no-such-package") == ""
