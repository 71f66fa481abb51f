"""Tests of the packages named survey, in every layer."""
