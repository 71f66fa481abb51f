"""Tests of the rooms called templates, from the values they take to the commands they serve."""
