"""How a host reaches the macros: command line, ribbon, installer, browser and LibreOffice entries.

Nothing is decided here about a class: take this floor away, and the macros still do their work.
"""
