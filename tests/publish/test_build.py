"""Building the whole site: what a lesson that fails, a full disk or an interrupt leave of the old one."""

import errno
import shutil

import nbformat
import pytest

from tests.publish.lessons import notebook
from utils.publish import site
from utils.publish.notebooks import NOTEBOOKS, LessonError, read

pytestmark = pytest.mark.usefixtures("small_flagship")


@pytest.mark.rare
def test_a_lesson_whose_cell_fails_is_named_and_the_others_are_built(tmp_path, capsys):
    paths = [notebook(tmp_path, "01_bad.ipynb", "1 / 0"), notebook(tmp_path, "02_good.ipynb", "1", title="# 2. So?")]
    assert site.main(["--out", str(tmp_path / "out"), *map(str, paths)]) == 1
    told = capsys.readouterr()
    assert told.err == '01_bad.ipynb: cell [1] "cell-0" failed: ZeroDivisionError: division by zero.\n'
    assert "02_good.html" in told.out
    assert not (tmp_path / "out" / "01_bad.html").exists()
    assert "Before: How far?" in (tmp_path / "out" / "02_good.html").read_text("utf-8")
    assert (tmp_path / "out" / "index.html").exists()


@pytest.mark.rare
def test_a_notebook_beside_the_lessons_needs_a_title_too(tmp_path, capsys):
    path = notebook(tmp_path, "errors.ipynb", title="Look here")
    assert site.build([path], tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("errors.ipynb: the first cell is no title")


def test_a_lesson_without_a_title_is_named(tmp_path, capsys):
    path = notebook(tmp_path, "01_bad.ipynb", title="How far?")
    assert site.main(["--out", str(tmp_path / "out"), str(path)]) == 1
    assert capsys.readouterr().err.startswith("01_bad.ipynb: the first cell is no title")


def test_what_was_built_before_does_not_stay(tmp_path):
    (tmp_path / "09_gone.html").write_text("gone")
    assert site.build([], tmp_path) == 0
    assert not (tmp_path / "09_gone.html").exists()


@pytest.fixture
def not_run(monkeypatch):
    """No lesson is run: a kernel takes seconds."""
    monkeypatch.setattr(site, "run", lambda path, set_up: read(path))


PAGES = [
    str(NOTEBOOKS / f"{name}.ipynb") for name in ("08_learner", "questions_before", "questions_after", "02_gradient")
]


@pytest.mark.rare
@pytest.mark.parametrize(("options", "has"), [([], True), (["--without-solutions"], False)])
def test_a_site_without_solutions_has_nothing_that_is_for_teachers(tmp_path, not_run, options, has):
    assert site.main([*options, "--out", str(tmp_path / "out"), *PAGES]) == 0
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "out").glob("*.html")}
    for name in ("teaching.html", "study.html", "questions_after.html"):
        assert (name in pages) == has
        assert any(f'href="{name}"' in html for html in pages.values()) == has
    assert ("<summary>Solution</summary>" in pages["02_gradient.html"]) == has
    assert "<summary>A. " in pages["02_gradient.html"]
    assert {"index.html", "glossary.html", "what_you_can_do.html", "questions_before.html"} <= set(pages)


@pytest.fixture
def lessons(tmp_path, not_run):
    """The paths of two lessons, of which a site has been built into `tmp_path / "out"`."""
    bad, good = notebook(tmp_path, "01_bad.ipynb", "1"), notebook(tmp_path, "02_good.ipynb", "1", title="# 2. Whole?")
    assert build(tmp_path, bad, good) == 0
    notebook(tmp_path, "02_good.ipynb", "1", title="# 2. Better?")
    return bad, good


def build(folder, *paths):
    """The status of the command that builds a site of the lessons at `paths` into `folder / "out"`."""
    return site.main(["--out", str(folder / "out"), *map(str, paths)])


def files(folder):
    """The content of all files in `folder`, by their paths."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


BAD = r"$\frac{$"
MARKDOWN = nbformat.v4.new_output("display_data", {"text/markdown": f"So {BAD}."})


@pytest.mark.parametrize(
    "cell",
    [
        nbformat.v4.new_markdown_cell(f"So {BAD} holds.", id="far"),
        nbformat.v4.new_markdown_cell(f"So\n\n${BAD}$\n\nholds.", id="far"),
        nbformat.v4.new_markdown_cell(f"<details><summary>{BAD}</summary></details>", id="far"),
        nbformat.v4.new_code_cell("1", id="far", outputs=[MARKDOWN]),
    ],
)
def test_a_broken_formula_names_its_cell_and_the_lesson_keeps_its_old_page(cell, lessons, tmp_path, capsys):
    bad, _ = lessons
    book = read(bad)
    book.cells.append(cell)
    nbformat.write(book, bad)
    before = files(tmp_path / "out")
    assert build(tmp_path, *lessons) == 1
    after = files(tmp_path / "out")
    assert capsys.readouterr().err == (
        f'01_bad.ipynb: cell "far": the formula {BAD} is broken LaTeX (NoAvailableTokensError). '
        "The page 01_bad.html stays as it was.\n"
    )
    assert [path.name for path in after if path.suffix == ".html" and after[path] == before[path]] == ["01_bad.html"]
    assert b"Better?" in (tmp_path / "out" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda book: book.cells.clear(), "01_bad.ipynb is empty: it has no cells."),
        (lambda book: book.cells[0].update(source=f"# 1. {BAD}?"), f'01_bad.ipynb: cell "title": the formula {BAD}'),
        (lambda book: book.cells[0].update(source="How?"), "01_bad.ipynb: the first cell is no title"),
    ],
)
def test_a_lesson_without_a_title_to_read_is_named_and_keeps_its_old_page(spoil, words, lessons, tmp_path, capsys):
    bad, _ = lessons
    spoil(book := read(bad))
    nbformat.write(book, bad)
    old = (tmp_path / "out" / "01_bad.html").read_bytes()
    assert build(tmp_path, *lessons) == 1
    error = capsys.readouterr().err
    assert error.startswith(words)
    assert error.endswith("The page 01_bad.html stays as it was.\n")
    assert (tmp_path / "out" / "01_bad.html").read_bytes() == old
    assert b"Better?" in (tmp_path / "out" / "02_good.html").read_bytes()


def test_a_broken_formula_of_the_glossary_names_its_file(tmp_path):
    (tmp_path / "glossary.md").write_text(f"A word {BAD}.")
    with pytest.raises(LessonError, match=r"^glossary\.md: the formula \$\\frac\{\$ is broken LaTeX"):
        site.text_page(tmp_path / "glossary.md", [])


@pytest.mark.parametrize("step", [(site, "lesson_html"), (site, "index_page"), (shutil, "copytree")])
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_ends_the_command_leaves_the_old_site_whole_and_nothing_beside_it(
    step, error, lessons, tmp_path, monkeypatch
):
    def fails(*args, **kwargs):
        raise error

    before = files(tmp_path)
    monkeypatch.setattr(*step, fails)
    with pytest.raises(error):
        build(tmp_path, *lessons)
    assert files(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_full_disk_is_one_sentence_and_leaves_the_old_site_whole(lessons, tmp_path, monkeypatch, capsys):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files(tmp_path)
    monkeypatch.setattr(shutil, "copytree", full)
    assert build(tmp_path, *lessons) == 1
    assert capsys.readouterr().err == "The site cannot be written: [Errno 28] No space left on device.\n"
    assert files(tmp_path) == before


def test_what_is_no_page_of_the_site_stays(lessons, tmp_path, monkeypatch):
    (tmp_path / "out" / "CNAME").write_text("downhill.example.org")
    (tmp_path / "out" / "images" / "own.png").write_bytes(b"own")
    monkeypatch.chdir(tmp_path / "out")
    assert site.main(["--out", ".", *map(str, lessons)]) == 0
    assert (tmp_path / "out" / "CNAME").read_text() == "downhill.example.org"
    assert (tmp_path / "out" / "images" / "own.png").read_bytes() == b"own"
    assert (tmp_path / "out" / "images" / "learning_rate.webp").exists()


def test_the_number_of_stops_reaches_the_kernel_of_each_lesson(lessons, tmp_path, monkeypatch):
    asked = []

    def run(path, set_up):
        asked.append(set_up(read(path).cells[-1]))
        return read(path)

    monkeypatch.setattr(site, "run", run)
    assert site.main(["--stops", "70", "--out", str(tmp_path / "out"), *map(str, lessons)]) == 0
    assert len(asked) == 2
    assert all(call.endswith(", 70)") for call in asked)


def test_no_picture_has_no_stops(tmp_path, capsys):
    with pytest.raises(SystemExit):
        site.main(["--stops", "0", "--out", str(tmp_path / "out")])
    assert "--stops 0: a picture has at least one stop." in capsys.readouterr().err
