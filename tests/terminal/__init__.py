"""Tests of the rooms called terminal, from the values they take to the commands they serve."""
