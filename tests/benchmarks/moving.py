"""The picture that `drag.py` moves: a curve, its tangent, 20 steps down it, a moving title; 61 stops, 600 x 400 pixels.

In its top left corner it writes the number of its stop, 1 to 61, as up to six black squares: `paints.js` reads them
off the screen, and so knows which picture was painted when. `@interact` and `explore` draw the same artists.
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

RANGE = (-3.0, 3.0, 0.1)
STOPS = 61
WIDTH, HEIGHT = 600, 400
SQUARES, LEFT, TOP, PITCH = 6, 8, 8, 12  # pixels: the middle of the first square, and from one to the next


class Moving:
    """The picture on a figure without axes, which is 600 x 400 pixels large."""

    def __init__(self, fig):
        self.fig, self.ax = fig, fig.add_axes((0.1, 0.12, 0.85, 0.74))
        x = np.linspace(-3.2, 3.2, 129)
        self.ax.plot(x, x**2, color="C0")
        self.ax.set(xlim=(-3.2, 3.2), ylim=(-1, 10.5), xlabel="w", ylabel="loss")
        (self.tangent,) = self.ax.plot([], [], "--", color="C2")
        (self.steps,) = self.ax.plot([], [], "o-", color="C1", markersize=4, linewidth=1)
        # the whole figure as an artist, so that the inline backend cuts nothing off, whatever the title says
        fig.add_artist(Rectangle((0, 0), 1, 1, fill=False, linewidth=0, transform=fig.transFigure))
        squares = Line2D([], [], marker="s", color="black", linestyle="", markersize=6.5, transform=fig.transFigure)
        self.squares = fig.add_artist(squares)

    def draw(self, x=0.0):
        """Stand at `x`: the tangent there, and 20 steps of gradient descent from there."""
        near = np.array([x - 1, x + 1])
        self.tangent.set_data(near, x**2 + 2 * x * (near - x))
        steps = x * 0.8 ** np.arange(21)
        self.steps.set_data(steps, steps**2)
        self.ax.set_title(f"w = {x:.2f}, slope {2 * x:.2f}")
        number = round((x - RANGE[0]) / RANGE[2]) + 1
        black = np.array([LEFT + PITCH * bit for bit in range(SQUARES) if number >> bit & 1])
        self.squares.set_data(black / WIDTH, np.full(len(black), 1 - TOP / HEIGHT))
        return f"At w = {x:.2f} the slope is {2 * x:.2f}."


def plain(x):
    """What everybody writes under `@interact`."""
    import matplotlib.pyplot as plt  # only here: `explore` does without

    Moving(plt.figure(figsize=(WIDTH / 100, HEIGHT / 100))).draw(x)
    plt.show()


def recorded():
    """The picture for `explore`."""
    from matplotlib.figure import Figure

    return Moving(Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, layout="none"))
