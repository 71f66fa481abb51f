"""Tests of the .xlam, its installer and its hosts."""
