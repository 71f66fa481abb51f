"""Rules of the topic people."""
