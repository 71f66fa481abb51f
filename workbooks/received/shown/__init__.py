"""The annexes of a package as whoever opens them sees them: what is hidden, added, or shown as something else."""
