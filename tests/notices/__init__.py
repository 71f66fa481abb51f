"""Notices that nobody issued: other numbers, another province, other words."""
