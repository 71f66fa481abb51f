"""Tests of ``addin/portable``: the folder for machines without the internet."""
