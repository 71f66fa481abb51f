"""Rules of the topic accounts."""
