"""Tests of the packages named templates, in every layer."""
