"""``core.py`` and ``lite.py`` run in Pyodide, not here."""

collect_ignore = ["core.py", "lite.py"]
