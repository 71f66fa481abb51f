"""Tests of the rooms called files, from the values they take to the commands they serve."""
