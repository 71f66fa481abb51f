"""The judges of files: openxml-audit (schemas in Python), Microsoft's own Open XML SDK (a program from npm, offline), and a
judge of our own for what Excel demands beyond the schema.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path

from tests.validators.excel_judge import judge

FOLDER = Path(__file__).parent
MACHINE = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}
SYSTEM = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}


def program() -> Path:
    """Microsoft's validator for this machine, as ``npm ci`` puts it here."""
    package = f"ooxml-validator-{SYSTEM[platform.system()]}-{MACHINE[platform.machine()]}"
    folder = FOLDER / "node_modules" / "@xarsh" / package
    found = [file for file in folder.glob("ooxml-validator*") if file.suffix in ("", ".exe")]
    assert found, f"the validator is missing: run npm ci in {FOLDER}"
    return found[0]


def microsoft(path: Path) -> list[str]:
    """What Microsoft's Open XML SDK says against a file, one line an error."""
    # It runs for two seconds: what .NET measures of a program to make it faster later (TieredPGO) takes a third of them.
    surroundings = os.environ | {"DOTNET_TieredPGO": "0"}
    run = subprocess.run([program(), path], capture_output=True, text=True, timeout=120, check=False, env=surroundings)
    stated = json.loads(run.stdout)
    return [f"{error.get('path')} {error.get('xPath')}: {error['description']}" for error in stated["errors"]]


def audit(path: Path) -> list[str]:
    """What openxml-audit says against a file, one line an error."""
    from openxml_audit import OpenXmlValidator

    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def readers(*paths: Path) -> list[str]:
    """On what readers of others stumble (from npm): what Excel would mend, they often cannot read at all."""
    run = subprocess.run(["node", FOLDER / "readers.js", *paths], capture_output=True, text=True, timeout=120, check=True)
    each = zip(paths, json.loads(run.stdout), strict=True)
    return [f"{path.name}: {reader}: {fault}" for path, found in each for reader, fault in found]


def faults(*paths: Path) -> list[str]:
    """What any of them says."""
    found = [f"{path.name}: {line}" for path in paths for line in (*judge(path), *microsoft(path), *audit(path))]
    return found + readers(*paths)
