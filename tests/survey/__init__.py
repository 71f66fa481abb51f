"""Tests of the rooms called survey, from the values they take to the commands they serve."""
