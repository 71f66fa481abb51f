"""Tests of the packages named printing, in every layer."""
