"""The table of mistakes: every count in its cell, and colours for mistakes alone."""

import torch

from tests.plots.rendering import pixels
from utils.plots import show_confusion


def test_every_count_is_written_in_its_cell_and_only_mistakes_are_coloured():
    counts = torch.eye(10, dtype=torch.int64) * 90
    counts[3, 5], counts[9, 4] = 7, 2
    ax = show_confusion(counts)
    written = {(text.get_position()[1], text.get_position()[0]): int(text.get_text()) for text in ax.texts}
    assert written == {(row, row): 90 for row in range(10)} | {(3, 5): 7, (9, 4): 2}
    shown = ax.images[0].get_array()
    assert shown.trace() == 0
    assert (shown[3, 5], shown[9, 4]) == (7, 2)


def test_a_table_without_mistakes_is_drawn_and_a_single_mistake_is_visible():
    clean, one = torch.eye(10, dtype=torch.int64) * 100, torch.eye(10, dtype=torch.int64) * 100
    one[0, 6] = 1
    assert (pixels(show_confusion(clean)) != pixels(show_confusion(one))).any()
