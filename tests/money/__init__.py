"""Tests of the rooms called money, from the values they take to the commands they serve."""
