"""Tests of the rooms called ooxml, from the values they take to the commands they serve."""
