"""Tests that several JavaScript files are joined into one ES module."""

import re
from collections import Counter
from pathlib import Path

import pytest

from utils.widgets import joined

UTILS = Path(__file__).parents[2] / "utils"
DECLARED = re.compile(r"(?m)^(?:async )?(?:const|let|var|function\*?|class) +(\w+)")


def test_each_imported_file_occurs_once_and_before_the_files_that_import_it(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "base.js").write_text("export const base = 1;\n")
    (tmp_path / "left.js").write_text('import { base } from "./far/base.js";\nexport const left = base + 1;\n')
    (tmp_path / "main.js").write_text(
        'import { base } from "./far/base.js";\nimport {\n  left,\n} from "./left.js";\n\n'
        "export function sum() {\n  return base + left;\n}\nexport default { sum };\n"
    )
    module = joined(tmp_path / "main.js")
    assert module.count("const base = 1;") == 1
    assert module.index("const base") < module.index("const left") < module.index("function sum")
    assert "import" not in module
    assert module.count("export") == 1
    assert "export default { sum };" in module


@pytest.mark.parametrize(
    ("entry", "least"),
    [
        ("explore/browser/widget.js", 20),
        ("pad/pad.js", 20),
        ("pad/sketch.js", 20),
        ("widgets/widget.js", 5),
        ("widgets/preload.js", 10),
    ],
)
def test_no_two_files_of_a_module_declare_the_same_name(entry, least):
    # They share one scope: a browser refuses the whole module, and no picture moves.
    declared = Counter(DECLARED.findall(joined(UTILS / entry)))
    assert len(declared) > least
    assert [name for name, times in declared.items() if times > 1] == []
