"""Tests of the packages named ooxml, in every layer."""
