"""Whether a Jupyter server has started the kernel of this process, so that a notebook's page shows its outputs."""

import os
from functools import cache

SERVED = "JPY_SESSION_NAME"  # the environment variable that a Jupyter server sets for its kernels
STARTED_BY = "JPY_PARENT_PID"  # the one that holds the process that started a kernel


def served() -> bool:
    """Whether a Jupyter server has started this kernel.

    A kernel that `nbconvert` has started in a cell of another notebook inherits the variable of that notebook's kernel,
    and has no page.
    """
    return SERVED in os.environ and not inherited(os.environ.get(STARTED_BY, ""))


@cache
def inherited(process: str) -> bool:
    """Whether the `process` that started this kernel has the variable too, as only a process below a kernel has."""
    import psutil  # type: ignore[import-untyped]  # it comes with ipykernel: a program without that has no SERVED

    try:
        return SERVED in psutil.Process(int(process)).environ()
    except (ValueError, OSError, psutil.Error):  # no process is known, or its environment cannot be read
        return False
