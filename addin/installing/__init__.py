"""Installs, removes and diagnoses the Excel add-in for one user, on Windows and Mac."""
