"""Tests of the rooms called records, from the values they take to the commands they serve."""
