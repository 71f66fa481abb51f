"""Nonsense put into every field that has a kind: what is said, and that no rule is passed over in silence."""
