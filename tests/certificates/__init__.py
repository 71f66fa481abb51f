"""Tests of the rooms called certificates, from the values they take to the commands they serve."""
