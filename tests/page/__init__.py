"""The page in a real browser, from file://, with no network."""
