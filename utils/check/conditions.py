"""Conditions for `Wrong.when` on a value: each is called with the answer, and describes itself to a page.

`as_json` gives the name and the numbers or letters of a condition; `utils/publish/templates/judge.js` holds the same
conditions in JavaScript.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    """Whether a wrong answer of one kind was given; each kind has a class of its own."""

    def __call__(self, answer: Any) -> bool:
        """Whether `answer`, as `typed` reads it, is of this kind."""
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        """The class and the fields of this condition."""
        return {"condition": type(self).__name__, **asdict(self)}


@dataclass(frozen=True)
class Between(Condition):
    """A number from `low` to `high`, both included."""

    low: float
    high: float

    def __call__(self, answer: Any) -> bool:
        return bool(self.low <= answer <= self.high)


@dataclass(frozen=True)
class NotAWord(Condition):
    """Anything but a text of letters."""

    def __call__(self, answer: Any) -> bool:
        return not isinstance(answer, str) or not answer.isalpha()


@dataclass(frozen=True)
class NotEachOnce(Condition):
    """A text in which one of `letters` is missing or stands twice, or that has another letter."""

    letters: str

    def __call__(self, answer: Any) -> bool:
        return sorted(answer.upper()) != sorted(self.letters)


@dataclass(frozen=True)
class StandsBefore(Condition):
    """An order in which `first` stands before `second`."""

    first: str
    second: str

    def __call__(self, answer: Any) -> bool:
        return answer.upper().index(self.first) < answer.upper().index(self.second)
