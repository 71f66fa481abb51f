"""自检: green in LibreOffice, red where something is broken."""
