"""汇总: what came in, class by class, for the officer's desk."""
