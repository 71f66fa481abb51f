"""The .xlam from source: ribbon, icons, texts, VBA. The same bytes on every system.

No macro lives in VBA: it calls Python and shows what comes back.
"""
