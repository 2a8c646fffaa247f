"""Pictures that move, a file per lesson: each has `fig`, `ax` and `draw(**values)`, which returns one sentence."""
