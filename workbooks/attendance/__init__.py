"""Reads attendance records: a grid of people and half days, or an export with one row per person and sign-in.

Matching with the people of the class, and the consequences of absence, are in ``macros/attendance``.
"""
