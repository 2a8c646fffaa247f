"""Pictures that move, a file for each topic: each has `fig`, `ax` and `draw(**values)`, which returns a sentence.

Importing this package sets the style in the notebook, since the artists of a picture are made with it.
"""

from utils.look import use_style

use_style()
