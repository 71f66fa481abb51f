"""The text of a new notice -> a draft of its pack: numbers and periods by what their sentences mean; the rest is listed.

Nothing here is used once a pack is installed; a class is never judged by a draft.
"""
