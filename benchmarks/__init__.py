"""How long the product takes, as ratios measured in one run: ``make bench``."""
