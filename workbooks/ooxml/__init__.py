"""An xlsx as bytes: archive, parts, shared texts, cells read and patched with every other byte left alone.

This room knows the format and nothing of ours: no form, no sheet name, no rule.
"""
