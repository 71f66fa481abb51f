"""Tests of the rooms called schedule, from the values they take to the commands they serve."""
