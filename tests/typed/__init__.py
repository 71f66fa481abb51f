"""A class typed into a real LibreOffice window, key by key."""
