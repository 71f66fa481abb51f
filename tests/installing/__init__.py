"""Tests of ``addin/installing`` on made-up systems."""
