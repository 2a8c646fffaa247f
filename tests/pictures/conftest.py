"""The measured ride of lesson 4, and its times in three units."""

import pytest
import torch


@pytest.fixture(scope="module")
def t():
    return torch.arange(20.0)


@pytest.fixture(scope="module")
def speed(t):
    noise = torch.randn(20, generator=torch.Generator().manual_seed(0))
    return noise * 3 + 0.75 * (t - 9.5) ** 2 + 1


@pytest.fixture(scope="module")
def times(t):
    return {"raw": t, "divided by 19": t / 19, "standardised": (t - t.mean()) / t.std()}
