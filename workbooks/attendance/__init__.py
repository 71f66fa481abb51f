"""Attendance as it is kept: a grid of people and half days, or an export with a row a person and sign-in."""
