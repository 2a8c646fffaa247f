"""Lessons that the tests publish."""

import nbformat


def notebook(folder, name, *cells, title="# 1. How far?"):
    """A lesson `name` in `folder` with a title and the code `cells`, not yet run."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(title, id="title")])
    book.cells += [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(cells)]
    for cell in book.cells[1:]:
        cell.execution_count = 1
    nbformat.write(book, folder / name)
    return folder / name
