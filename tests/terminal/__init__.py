"""Tests of the packages named terminal, in every layer."""
