"""A bar in the output of a cell that shows how much of its time a long check has taken (lesson 7)."""

from IPython import get_ipython

WIDTH = 30  # characters


class Progress:
    """The bar, from its first call, `bar(seconds so far)`, to the end of the context; outside IPython there is none.

    It has to be made before the sandbox, which discards what is displayed.
    """

    def __init__(self, seconds: float) -> None:
        shell = get_ipython()
        self.seconds, self.publisher, self.shown = seconds, shell and shell.display_pub, False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, spent: float) -> None:
        """Show that `spent` seconds have passed."""
        full = round(WIDTH * min(1, spent / self.seconds))
        bar = "\N{FULL BLOCK}" * full + "\N{LIGHT SHADE}" * (WIDTH - full)
        self._publish({"text/plain": f"your loop runs {bar} {spent:.0f} of at most {self.seconds:.0f} seconds"})

    def __exit__(self, *_: object) -> None:
        """Take the bar away, if it was shown."""
        if self.shown:
            self._publish({})

    def _publish(self, data: dict[str, str]) -> None:
        if self.publisher:
            transient = {"display_id": f"downhill-progress-{id(self)}"}
            self.publisher.publish(data=data, metadata={}, transient=transient, update=self.shown)
            self.shown = True
