"""The rules for all notebooks of the project: each takes a notebook and its path, and yields a line for each breach."""

import json
import re
from pathlib import Path

import nbformat

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MIMES = {"text/plain", "text/markdown", "image/png"}
BYTES = 1_000_000
# What the first code cell says to a learner who has the notebook alone: "No module named 'utils'" would lead to pip.
WHERE = (
    'assert Path("../utils").exists(), '
    '"Get all of Downhill (Code, Download ZIP) and open this file in its folder notebooks."'
)
UNREPEATABLE = "nbval-ignore-output"
NOTEBOOK_ONLY = "notebook-only"  # the tag of a cell that the pages without Python leave out
FOLDED = {"jupyter": {"outputs_hidden": True}}  # hides an output that answers a prediction
TAGS = {"code": {UNREPEATABLE, NOTEBOOK_ONLY}, "markdown": {NOTEBOOK_ONLY}}  # what a cell may have
DRAWN = re.compile(r"^(?:\w+ = )?(?:explore|Sketch|Pad)\(", re.MULTILINE)
MOVING = re.compile(r"^explore\(", re.MULTILINE)  # a cell that shows a moving picture
BANNED = re.compile(r"\b(simply|just|obviously|of course|clearly|easy|easily)\b", re.IGNORECASE)
STIFF = {  # what a reader stops at, and what to write; `F` stands for code and formulas
    re.compile(r"\bpeople say\b", re.IGNORECASE): "name who says it, or leave it out",
    re.compile(r", for (?:it|they|we|he|she|F|the more)\b"): "write because, or begin a new sentence",
    re.compile(r"\w: [^:]*\w: "): "one colon in a sentence is enough",
}
MACHINE = re.compile(r"(?:/home/|/Users/|/root/|/tmp/|/work/|[A-Z]:\\)[\w./\\-]+")
SECOND = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.?!][*_)\"”]* +[\"“(*_]*[A-Z]")  # where a second sentence begins
BOLD = re.compile(r"(\[)?\*\*([^*]+)\*\*(?:\]\(([^)\s]+)\))?")  # a bold word, and the target of its link
ROW = re.compile(r"^\| *([^|]+?) *\|[^|]+\| *\[(\d+)\]\(", re.MULTILINE)  # a word of the glossary and its lesson
LINK = re.compile(r"\]\(<?([^)\s>]+)>?\)|(?:src|href)=\"([^\"]+)\"")


def code(notebook):
    """The code cells of `notebook`."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(notebook):
    """The markdown cells of `notebook`."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs(notebook):
    """Each output of `notebook`, with the id of its cell."""
    return [(cell.id, output) for cell in code(notebook) for output in cell.outputs]


def pictures(notebook):
    """Each output of `notebook` that is a picture, with the id of its cell."""
    return [(name, output) for name, output in outputs(notebook) if "image/png" in output.get("data", {})]


def prose(source):
    """The lines of the markdown `source` without code, formulas, tags and the targets of links."""
    source = re.sub(r"^( *)(```|~~~).*?^\1\2", "", source, flags=re.DOTALL | re.MULTILINE)
    source = re.sub(r"\$\$.*?\$\$", "F", source, flags=re.DOTALL)
    source = re.sub(r"(`+)(?!`).*?\1|\$[^$\n]+\$", "F", source)
    source = re.sub(r"\]\([^)]*\)", "]", source)
    return re.sub(r"<[^<>]+>", "", source).splitlines()


def counts(notebook, path):
    """The execution counts are 1..n, because the notebook was run from top to bottom in a new kernel."""
    found = [cell.execution_count for cell in code(notebook)]
    if found != list(range(1, len(found) + 1)):
        yield f"counts are {found}, not 1..{len(found)}: run python -m utils.publish.execute {path.name}"


def metadata(notebook, path):
    """The notebook has only kernelspec and language; a cell has only a known tag, `outputs_hidden`, and `poster`."""
    if notebook.metadata != METADATA:
        yield f"metadata is {dict(notebook.metadata)}"
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        known = {"poster": cell.metadata.get("poster"), "tags": tags} | (FOLDED if cell.cell_type == "code" else {})
        unknown = set(tags) - TAGS.get(cell.cell_type, set())
        if unknown or any(known.get(key) != value for key, value in cell.metadata.items()):
            yield f"{cell.id}: metadata is {dict(cell.metadata)}"
        if "jupyter" in cell.metadata and MOVING.search(cell.source):
            yield f"{cell.id}: the still picture of a moving one shows the state asked about, so it is not folded away"
        if UNREPEATABLE in tags and "assert" not in cell.source:
            yield f"{cell.id}: nbval does not compare it, so it has to assert what must hold"


def posters(notebook, path):
    """Only a cell with a moving picture has a poster, which is one to four states with values of its controls."""
    for cell in notebook.cells:
        states = cell.metadata.get("poster", [{}])
        if "poster" in cell.metadata and not MOVING.search(cell.source):
            yield f"{cell.id}: a poster, and no moving picture"
        elif not isinstance(states, list) or not 1 <= len(states) <= 4 or not all(isinstance(s, dict) for s in states):
            yield f"{cell.id}: the poster {states!r} is no list of one to four states"
        else:
            names = sorted({name for state in states for name in state})
            unknown = [name for name in names if not re.search(rf"\b{re.escape(name)}=", cell.source)]
            yield from (f"{cell.id}: the poster gives a value to {name}, which is no control" for name in unknown)


def stills(notebook, path):
    """A cell with a moving picture, a sketch or a pad has a still picture, for where nothing runs."""
    for cell in code(notebook):
        if DRAWN.search(cell.source) and not any("image/png" in output.get("data", {}) for output in cell.outputs):
            yield f"{cell.id}: no still picture of what moves there; run utils.publish.execute"


def clean_outputs(notebook, path):
    """Outputs are text and PNG: no widget views, no stderr, no errors, no paths of the machine that ran the cells."""
    for name, output in outputs(notebook):
        if output.output_type == "error" or output.get("name") == "stderr":
            yield f"{name}: {output.get('ename') or output.get('text')}"
        if others := set(output.get("data", {})) - MIMES:
            yield f"{name}: an output of the kind {', '.join(sorted(others))}"
        text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
        for found in MACHINE.findall(text):
            yield f"{name}: prints the path {found}"


def size(notebook, path):
    """A notebook is smaller than 1 MB, because web sites that show notebooks fail on larger ones."""
    if path.stat().st_size >= BYTES:
        yield f"{path.stat().st_size} bytes, {BYTES} are too many"


def ids(notebook, path):
    """Every cell has its own id in the file, made of words. The file is read as JSON, as nbformat adds missing ids."""
    found = [cell.get("id") for cell in json.loads(path.read_text("utf-8"))["cells"]]
    for name in found:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name or ""):
            yield f"the id {name}: small letters, digits and hyphens, please"
        if found.count(name) > 1:
            yield f"the id {name} stands on {found.count(name)} cells"


def alt(notebook, path):
    """Every picture has a text alternative, in its metadata or as its plain text."""
    for name, output in pictures(notebook):
        words = output.metadata.get("image/png", {}).get("alt") or output.data.get("text/plain", "")
        if len(words.split()) < 3 or words.startswith("<"):
            yield f"{name}: a picture whose words are {words!r}"


def links(notebook, path):
    """Every file that a link or an image names exists."""
    for cell in texts(notebook):
        yield from (f"{cell.id}: {breach}" for breach in dead_links(cell.source, path.parent))


def dead_links(source, folder):
    """Each link in the markdown `source` to a file that does not exist, relative to `folder`."""
    for found in LINK.findall(source):
        target = (found[0] or found[1]).split("#")[0]
        if target and not re.match(r"[a-z]+:", target) and not (Path(folder) / target).exists():
            yield f"links to {target}, which does not exist"


def glossary(source):
    """(word, number of its lesson) for each row of the glossary `source`; of several names for a thing, the first."""
    return [(row[0].split(",")[0].strip("`"), int(row[1])) for row in ROW.findall(source)]


def unexplained(notebook, word):
    """The first place where `notebook` has `word` in bold is a link to the glossary.

    Bold text of more than five words does not count.
    """
    for cell in texts(notebook):
        # Bold text may contain code, but the asterisks in code such as `x**2` do not make text bold.
        powers_away = re.sub(r"(`+)(?!`).*?\1", lambda code: code[0].replace("**", "^"), cell.source)
        for _, bold, target in BOLD.findall(powers_away):
            if len(bold.split()) <= 5 and re.search(rf"\b{re.escape(word)}", bold, re.IGNORECASE):
                if not target.startswith("glossary.md"):
                    yield f"{cell.id}: **{bold}** does not lead to glossary.md"
                return
    yield f"{word} is nowhere bold"


def words(notebook, path):
    """The text has none of the words that call something easy, because a learner may find it hard."""
    for cell in texts(notebook):
        for word in BANNED.findall("\n".join(prose(cell.source))):
            yield f"{cell.id}: says {word!r}"


def wording(notebook, path):
    """No sentence has a form at which readers stopped: an unnamed opponent, "for" as because, two colons."""
    for cell in texts(notebook):
        for line in prose(cell.source):
            yield from (f"{cell.id}: {instead}: {line}" for form, instead in STIFF.items() if form.search(line))


def sentences(notebook, path):
    """Each sentence has its own line, so that a diff shows which sentences changed."""
    for cell in texts(notebook):
        for line in prose(cell.source):
            line = re.sub(r"^[\s>#*_-]*((\d+|[A-Z])\. )?|(?<=\[)\d+\. ", "", line)  # without list markers
            if not line.startswith("|") and SECOND.search(line):
                yield f"{cell.id}: two sentences in one line: {line}"


def headings(notebook, path):
    """A heading has its own cell, except the title; a heading is at most one level deeper than the one before it."""
    level = 0
    for number, cell in enumerate(texts(notebook)):
        unfenced = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
        found = [line for line in unfenced.splitlines() if line.startswith("#")]
        if found and number and len(cell.source.strip().splitlines()) > 1:
            yield f"{cell.id}: a heading and more in one cell"
        for line in found:
            deeper = len(line) - len(line.lstrip("#"))
            if deeper > level + 1 or (deeper == 1) != (level == 0):
                yield f"{cell.id}: {line!r} follows a heading of level {level}"
            level = deeper


def details(notebook, path):
    """Each <details> is closed, and a blank line follows its summary, without which JupyterLab renders no formulas."""
    for cell in texts(notebook):
        if len(re.findall("<details", cell.source)) != len(re.findall("</details>", cell.source)):
            yield f"{cell.id}: a <details> that is not closed"
        if re.search(r"</summary>(?!\n\n)", cell.source):
            yield f"{cell.id}: no blank line after </summary>"
        if re.search(r"<summary>[^<]*`", cell.source):
            yield f"{cell.id}: a backtick in a <summary>, where only <code> is drawn"


def first_code(notebook, path):
    """The first code cell says where the notebook belongs, then puts utils on the path; it has at most 16 lines."""
    lines = [line for line in code(notebook)[0].source.splitlines() if line]
    for wanted in (WHERE, 'sys.path.insert(0, "..")  # so that this notebook finds utils'):
        if wanted not in lines:
            yield f"the first code cell does not say {wanted}"
    if len(lines) > 16:
        yield f"the first code cell has {len(lines)} lines"


def shape(notebook, path):
    """A lesson has a title with number and question, its minutes, how to run it, two pictures and three <details>."""
    if not re.match(rf"# {int(path.name[:2])}\. .+\?$", title(notebook)):
        yield f"the title is {title(notebook)!r}, not # {int(path.name[:2])}. and a question"
    if minutes(notebook) is None:
        yield "the minutes it takes are not said before the first code"
    if "how-to-run" not in [cell.id for cell in notebook.cells if NOTEBOOK_ONLY in cell.metadata.get("tags", [])]:
        yield f"how to run it does not stand in a cell how-to-run with the tag {NOTEBOOK_ONLY}"
    if (found := len(pictures(notebook))) < 2:
        yield f"{found} pictures"
    if (found := sum(cell.source.count("<details>") for cell in texts(notebook))) < 3:
        yield f"{found} <details>"


def neighbours(notebook, path):
    """The last markdown cell links to the lessons before and after, by their titles."""
    here = int(path.name[:2])
    for word, number in (("Back", here - 1), ("Next", here + 1)):
        for other in path.parent.glob(f"{number:02}_*.ipynb"):
            named = title(nbformat.read(other, as_version=4))
            way = f"{word}: [{named[2:]}]({other.name})."
            # A page that says where a lesson has moved has no number in its title.
            if named.startswith(f"# {number}.") and way not in texts(notebook)[-1].source.splitlines():
                yield f"the last cell does not say {way}"


def title(notebook):
    """The first line of `notebook`."""
    return notebook.cells[0].source.split("\n")[0]


def minutes(notebook):
    """The minutes that the text before the first code cell names, or None."""
    for cell in notebook.cells[: notebook.cells.index(code(notebook)[0])]:
        if found := re.search(r"\b(\d+) minutes\b", cell.source):
            return int(found[1])
    return None


EVERY = (
    *(counts, metadata, posters, stills, clean_outputs, size, ids, alt),
    *(links, words, wording, sentences, headings, details),
)
LESSON = (first_code, shape, neighbours)
