"""Tests of the packages named schedule, in every layer."""
