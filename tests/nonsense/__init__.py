"""Nonsense put into every field that has a kind: what is stated, and that no rule is passed over in silence."""
