"""LibreOffice as a host: the extension with the cell functions and the menu, run by LibreOffice's own Python."""
