"""Tests of the packages named functions, in every layer."""
