"""汇总.html: the officer's desk as one file that asks the network for nothing.

The page is a frame (``desk.html``), one style and one script, both named by their hash in the page's own policy: nothing else on
it can run, load or be sent, whatever a cell holds. The data lie in it as JSON that cannot end its element, and are shown as text.
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

# What may not stand inside a <script>, what JavaScript once took for the end of a line, and halves of pairs.
_IN_SCRIPT = regex("[<>&\u2028\u2029\ud800-\udfff]")


def overview_page(document: Mapping[str, Any], reveal: bool = False) -> bytes:
    """The page of a ``desk_document``, in UTF-8. Numbers of persons are masked unless ``reveal``."""
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
    # In one pass: what is put in is not looked at again.
    page = re.sub("@(POLICY|TITLE|STYLE|SCRIPT|DATA)@", lambda found: pieces[found[1]], part("desk.html"))
    return page.encode("utf-8", "replace")


def part(name: str) -> str:
    """A part of the page as it lies beside this module."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def hashed(text: str) -> str:
    """A piece of the page as its policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def titles_in(document: Mapping[str, Any]) -> dict[str, str]:
    """Code -> title of the rules that findings name."""
    named = {finding["code"] for finding in document.get("findings", ())}
    return {rule.code: rule.title for rule in catalogue() if rule.code in named}


def shown(value: Any, reveal: bool) -> Any:
    """The same with every text as it may be seen: masked, and with a sign for each character that is none."""
    if isinstance(value, str):
        return harmless(value if reveal else hide(value))
    if isinstance(value, Mapping):
        return {key: shown(one, reveal) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [shown(one, reveal) for one in value]
    return value


def in_script(value: Any) -> str:
    """The value as JSON that can stand inside a ``<script>``.

    >>> in_script({"a": "</script>&"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
