"""Attendance as it is kept: a grid of people and half days, or an export with a row a person and sign-in.

Whose row it is in the class, and what follows from absence, is left to macros/attendance.
"""
