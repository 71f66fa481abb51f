"""Whether a change left every other part of a workbook as it was."""

from __future__ import annotations

import io
import zipfile


def assert_only_changed(old: bytes, new: bytes, *names: str) -> None:
    """The archives agree in everything but the content of these entries."""
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        assert after.testzip() is None
        assert before.namelist() == after.namelist()
        assert before.comment == after.comment
        for one, other in zip(before.infolist(), after.infolist(), strict=True):
            for kept in ("date_time", "compress_type", "external_attr", "create_system", "extra", "comment"):
                assert getattr(one, kept) == getattr(other, kept), (one.filename, kept)
            assert (before.read(one) != after.read(other)) is (one.filename in names), one.filename
