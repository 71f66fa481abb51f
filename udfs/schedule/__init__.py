"""Days and hours: sessions, absence, the dates of a class, what must be filed by when.

Rest days are data of a notice and live there; money counts days but lives next door.
"""
