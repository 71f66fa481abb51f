"""Tests of the packages named certificates, in every layer."""
