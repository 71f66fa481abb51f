"""Tests of the packages named files, in every layer."""
