"""Tests what `preload` does in the kernel before there is a picture."""

import gc

import matplotlib.pyplot as plt
import pytest
from matplotlib import rcParams

from utils import widgets
from utils.explore import explore, preload, preloading
from utils.explore.recording.glyphs import LineLayout
from utils.explore.recording.renderer import RecordingRenderer


def test_preload_exempts_what_is_imported_from_garbage_collections_and_nothing_later():
    gc.unfreeze()
    preload()
    assert gc.get_freeze_count() > 100_000
    for present in plt, explore:
        assert not any(each is present for each in gc.get_objects())
    later = ["made by a learner"]
    preload()
    assert any(each is later for each in gc.get_objects())


@pytest.mark.parametrize("server", [True, False])
def test_preload_has_a_sample_recorded_once_the_kernel_is_idle_under_a_server_only(server, monkeypatch):
    waiting = []
    monkeypatch.setattr(widgets, "preload", lambda: None)
    monkeypatch.setattr(widgets, "served", lambda: server)
    monkeypatch.setattr(preloading, "when_idle", lambda shell, act: waiting.append(act))
    preload()
    assert waiting == [preloading.record_sample] * server


def test_after_the_sample_no_font_is_read_for_the_first_picture(monkeypatch):
    lines = LineLayout()
    monkeypatch.setattr(RecordingRenderer, "lines", lines)
    preloading.record_sample()
    known = set(lines.outlines)
    explore(lambda ax, k: ax.set(title=f"step {k}", xlabel="weight", ylabel="loss = 0.25"), k=(0, 9))
    assert set(lines.outlines) == known


def test_the_sample_leaves_the_learners_own_figures_and_settings_alone():
    mine, before = plt.figure(), dict(rcParams)
    preloading.record_sample()
    assert plt.gcf() is mine
    assert plt.get_fignums() == [mine.number]
    assert dict(rcParams) == before
    plt.close(mine)
