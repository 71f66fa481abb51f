"""Rules of the topic lectures."""
