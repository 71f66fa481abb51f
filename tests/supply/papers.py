"""The papers: a bill of materials (CycloneDX 1.6, JSON) and the list of licences (Markdown). One lock, the same bytes."""

from __future__ import annotations

import json
import uuid
from hashlib import sha256
from typing import Any

from addin.browser.licences import listed
from tests.supply import FONTS, LOCK, Component


def bill(found: list[Component], version: str) -> str:
    """CycloneDX: gaoyan itself, and every package of the lock; what gaoyan does not need to run is ``excluded``."""
    serial = uuid.UUID(bytes=sha256(LOCK.read_bytes()).digest()[:16], version=4)
    parts = [component(one) for one in found]
    own = {
        "type": "application",
        "bom-ref": "gaoyan",
        "name": "gaoyan",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": "gaoyan", "dependsOn": [purl(one) for one in found if one.required]}],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def component(one: Component) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl(one),
        "name": one.name,
        "version": one.version,
        "scope": "required" if one.required else "excluded",
        "purl": purl(one),
    }
    if one.licence:
        made["licenses"] = [{"expression": one.licence}] if " " in one.licence else [{"license": {"id": one.licence}}]
    files = [{"type": "distribution", "url": purl(one), "hashes": [{"alg": "SHA-256", "content": each}]} for each in one.hashes]
    return made | {"externalReferences": files}


def purl(one: Component) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def licences(found: list[Component]) -> str:
    """The page: what is required, what comes with the program, what only its makers use."""
    lines = [
        "# Licences",
        "",
        "Made by `make audit` from requirements-dev.lock and from what each package says of itself. gaoyan itself: MIT.",
        "",
        "## Required to run (on Windows; elsewhere some of them are left out, and a Mac needs appscript and psutil)",
        "No package among them is copyleft; a test says so.",
        "",
        *table([one for one in found if one.required]),
        "",
        "## In the program itself",
        *(f"- {what}: {licence}" for what, licence in FONTS),
        "- VBA derived from xlwings (addin/xlam/vba/GaoyanPython.bas): BSD-3-Clause, its text stands in the module",
        "",
        "## In the page (docs/page.md)",
        "The page shows this list, and all texts in full, under 关于. pyodide (MPL-2.0) is carried as npm serves it; its source",
        "lies where the package says that its repository is.",
        "",
        "| part | version | licence |",
        "|---|---|---|",
        *(f"| {one.part} | {one.version} | {one.licence} |" for one in listed()),
        "",
        "## Optional, or used by the makers only",
        "`psycopg` (LGPL-3.0) is for offices that keep the number ledger on PostgreSQL; nothing else imports it.",
        "",
        *table([one for one in found if not one.required]),
    ]
    return "\n".join(lines) + "\n"


def table(found: list[Component]) -> list[str]:
    rows = dict.fromkeys(f"| {one.name} | {one.licence or 'not stated here'} |" for one in found)
    return ["| package | licence |", "|---|---|", *rows]
