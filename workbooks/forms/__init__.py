"""The eleven sheets, each declared once."""
