"""The GY_ cell functions, and the registry by which every host serves them.

A function only hands its cells to the rooms below; no rule is decided here.
"""
