"""Other Pythons than the one that the suite runs on, and what a run has verified."""
