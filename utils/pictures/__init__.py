"""Pictures that move, a file or two a lesson: each has `fig`, `ax` and `draw(**values)`, which returns a sentence."""
