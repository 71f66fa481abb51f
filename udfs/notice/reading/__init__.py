"""Drafts of notice packs from the text of a new notice: numbers and periods by meaning, everything else listed.

Not used once a pack is installed; no class is judged by a draft.
"""
