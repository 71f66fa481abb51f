"""Which buttons change cells in LibreOffice."""

from __future__ import annotations

CHANGING = {
    "plan": "项目信息", "tidy": "附件4", "results": "附件5", "check": "核验", "clear": "核验", "number": "附件5",
    "total": "附件3", "lectures": "师资费", "passed": "附件5",
}  # fmt: skip
"""The buttons that write cells, and where this test makes something for them to do."""
