"""Files of ours that other programs saved, and what they changed."""
