"""``breaking.py`` runs in LibreOffice's own Python."""

collect_ignore = ["breaking.py"]
