"""Tests of the packages named records, in every layer."""
