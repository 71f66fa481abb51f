"""``core.py`` runs in Pyodide, not here."""

collect_ignore = ["core.py"]
