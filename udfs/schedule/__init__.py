"""Days and hours: sessions, absence, dates of a class, deadlines.

Rest days are data of a notice (``udfs.notice``); days of the quota are counted in ``udfs.money``.
"""
