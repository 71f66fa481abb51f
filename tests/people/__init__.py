"""Tests of the rooms called people, from the values they take to the commands they serve."""
