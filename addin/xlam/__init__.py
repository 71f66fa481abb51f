"""The .xlam from source: ribbon, icons, texts, VBA. The same bytes on every system."""
