"""Tests of the rooms called desk, from the values they take to the commands they serve."""
