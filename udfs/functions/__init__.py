"""The GY_ cell functions and the registry from which every host serves them.

A function only passes its cells to the packages below; no rule is decided here.
"""
