"""How a host reaches the macros: command line, ribbon, installer, browser and LibreOffice entries."""
