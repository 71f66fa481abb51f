"""Rules of the topic project."""
