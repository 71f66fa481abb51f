"""Tests of the packages named people, in every layer."""
