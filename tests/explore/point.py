"""The picture that most tests of `explore` use."""

from utils.look import figure


class Point:
    """A point at (x, y); `draw` raises an error if x is greater than 2."""

    labels = {"x": "position"}

    def __init__(self):
        self.fig, self.ax = figure()
        self.ax.set(xlim=(-3, 3), ylim=(-3, 3))
        (self.point,) = self.ax.plot([], [], "o")

    def draw(self, x=1, y=0):
        if x > 2:
            raise ArithmeticError("too far")
        self.point.set_data([x], [y])
        return f"At {x}, {y}.", [["x", "y"], [x, y / 2]]
