"""What the notice says, as functions: the ground floor (pydantic and the standard library only)."""
