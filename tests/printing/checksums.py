"""The list of the checksums of a package."""

from __future__ import annotations

from workbooks.printing import folder as folders


def checksum_line(name: str, data: bytes) -> bytes:
    return f"{folders.sha256(data).hexdigest()}  {name}\n".encode()
