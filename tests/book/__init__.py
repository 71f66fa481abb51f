"""Tests of the rooms called book, from the values they take to the commands they serve."""
