"""The picture that `drag.py` moves: a curve, a tangent, 20 steps of descent and a changing title, 600 x 400 pixels.

Its 61 stops have the numbers 1 to 61. The picture shows the number of its stop in the top left corner, as a binary
number of up to six black squares. `paints.js` reads the squares from the screen, and so it knows when each picture was
painted. `@interact` and `explore` draw the same artists.
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

RANGE = (-3.0, 3.0, 0.1)
STOPS = 61
WIDTH, HEIGHT = 600, 400
SQUARES, LEFT, TOP, PITCH = 6, 8, 8, 12  # pixels: the middle of the first square, and the distance of two


class Moving:
    """The picture, drawn on an empty figure of 600 x 400 pixels."""

    def __init__(self, fig):
        self.fig, self.ax = fig, fig.add_axes((0.1, 0.12, 0.85, 0.74))
        x = np.linspace(-3.2, 3.2, 129)
        self.ax.plot(x, x**2, color="C0")
        self.ax.set(xlim=(-3.2, 3.2), ylim=(-1, 10.5), xlabel="w", ylabel="loss")
        (self.tangent,) = self.ax.plot([], [], "--", color="C2")
        (self.steps,) = self.ax.plot([], [], "o-", color="C1", markersize=4, linewidth=1)
        # an artist as large as the figure, so that the inline backend crops every picture to the same size
        fig.add_artist(Rectangle((0, 0), 1, 1, fill=False, linewidth=0, transform=fig.transFigure))
        squares = Line2D([], [], marker="s", color="black", linestyle="", markersize=6.5, transform=fig.transFigure)
        self.squares = fig.add_artist(squares)

    def draw(self, x=0.0):
        """Draw the tangent at `x`, and 20 steps of gradient descent from `x`."""
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
    """The usual function for `@interact`: it makes a new figure and shows it."""
    import matplotlib.pyplot as plt  # imported here, because `explore` does not need pyplot

    Moving(plt.figure(figsize=(WIDTH / 100, HEIGHT / 100))).draw(x)
    plt.show()


def recorded():
    """The same picture for `explore`."""
    from matplotlib.figure import Figure

    return Moving(Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, layout="none"))
