"""Tests of the packages named closed, in every layer."""
