"""Pictures that move, a file for each topic: each has `fig`, `ax` and `draw(**values)`, which returns a sentence."""
