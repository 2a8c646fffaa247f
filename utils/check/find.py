"""Find an exercise by its name (every lesson, by `check`)."""

import importlib
import pkgutil

from utils.check import exercises
from utils.check.describe import describe
from utils.check.exercises import Exercise


def exercises_by_lesson() -> dict[str, dict[str, Exercise]]:
    """The exercises of each lesson: {"03": {"03-step": Exercise(...), ...}, ...}."""
    names = sorted(module.name for module in pkgutil.iter_modules(exercises.__path__) if module.name[:7] == "lesson_")
    return {name[7:]: importlib.import_module(f"utils.check.exercises.{name}").EXERCISES for name in names}


def find(name: object) -> tuple[Exercise | None, str]:
    """The exercise called `name` and "", or None and a sentence that lists the names there are."""
    number = name[:2] if isinstance(name, str) else ""
    try:
        known = importlib.import_module(f"utils.check.exercises.lesson_{number}").EXERCISES
    except ModuleNotFoundError:
        known = {name: exercise for lesson in exercises_by_lesson().values() for name, exercise in lesson.items()}
    if isinstance(name, str) and name in known:
        return known[name], ""
    listed = ", ".join(f'"{one}"' for one in known)
    return None, f"There is no exercise {describe(name)}. check knows {listed}."
