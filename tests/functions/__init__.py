"""Tests of the rooms called functions, from the values they take to the commands they serve."""
