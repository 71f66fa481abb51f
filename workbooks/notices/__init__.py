"""Notices on disk: conversion of a notice as issued (txt, docx) to text, packs as folders, installed packs.

The interpretation of a notice is in ``udfs.notice``; this package knows neither classes nor sheets.
"""
