"""Tests of the packages named money, in every layer."""
