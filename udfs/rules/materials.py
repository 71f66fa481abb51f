"""Rules of the topic materials."""
