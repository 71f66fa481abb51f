"""Tests of the packages named annexes, in every layer."""
