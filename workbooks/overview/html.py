"""汇总.html: the overview as a single file without network access.

The page consists of a frame (``desk.html``), one style and one script. Its content security policy allows only these two,
by hash, so that no cell content can run, load or send anything. The data are embedded as escaped JSON and displayed as
text.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from udfs.records.masking import hide
from udfs.rules import catalogue
from udfs.values.regex import regex
from udfs.values.terminal import harmless

# Forbidden inside <script>, former JavaScript line terminators, and lone surrogates.
_IN_SCRIPT = regex("[<>&\u2028\u2029\ud800-\udfff]")


def overview_page(document: Mapping[str, Any], reveal: bool = False) -> bytes:
    """The page of a ``desk_document``, in UTF-8. Personal numbers are masked unless ``reveal``."""
    data = shown({**document, "titles": titles_in(document)}, reveal)
    style, script = part("desk.css"), part("desk.js")
    policy = (
        f"default-src 'none'; script-src '{hashed(script)}'; style-src '{hashed(style)}'; base-uri 'none'; form-action 'none'"
    )
    pieces = {
        "POLICY": escape(policy),
        "TITLE": escape(f"汇总 {data.get('folder', '')}".strip()),
        "STYLE": style,
        "SCRIPT": script,
        "DATA": in_script(data),
    }
    # In one pass, so that inserted parts are not substituted again.
    page = re.sub("@(POLICY|TITLE|STYLE|SCRIPT|DATA)@", lambda found: pieces[found[1]], part("desk.html"))
    return page.encode("utf-8", "replace")


def part(name: str) -> str:
    """A part of the page, from the file beside this module."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def hashed(text: str) -> str:
    """The hash of a part, for the content security policy."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def titles_in(document: Mapping[str, Any]) -> dict[str, str]:
    """{rule code: title} of the rules that occur in findings."""
    named = {finding["code"] for finding in document.get("findings", ())}
    return {rule.code: rule.title for rule in catalogue() if rule.code in named}


def shown(value: Any, reveal: bool) -> Any:
    """A copy with all texts prepared for display: masked, unprintable characters replaced by a visible sign."""
    if isinstance(value, str):
        return harmless(value if reveal else hide(value))
    if isinstance(value, Mapping):
        return {key: shown(one, reveal) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [shown(one, reveal) for one in value]
    return value


def in_script(value: Any) -> str:
    """The value as JSON that is safe inside a ``<script>``.


    >>> in_script({"a": "</script>&"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
