"""Tests of the rooms called checking, from the values they take to the commands they serve."""
