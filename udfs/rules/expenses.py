"""Rules of the topic expenses."""
