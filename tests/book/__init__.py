"""Tests of the packages named book, in every layer."""
