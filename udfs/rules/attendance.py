"""Rules of the topic attendance."""
