"""Tests of the rooms called closed, from the values they take to the commands they serve."""
