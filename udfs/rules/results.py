"""Rules of the topic results."""
