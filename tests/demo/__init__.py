"""The demo, and a day of three classes from one end to the other."""
