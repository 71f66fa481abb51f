"""Tests of the rooms called printing, from the values they take to the commands they serve."""
