"""The tests: one module a topic."""
