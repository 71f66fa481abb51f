"""Tests of the rooms called annexes, from the values they take to the commands they serve."""
