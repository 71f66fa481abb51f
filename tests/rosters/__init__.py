"""Rosters as they arrive, made by script, each with what must come out of it."""
