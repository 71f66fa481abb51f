"""Tests of the packages named desk, in every layer."""
