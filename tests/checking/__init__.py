"""Tests of the packages named checking, in every layer."""
