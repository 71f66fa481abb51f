"""Rules of the topic survey."""
