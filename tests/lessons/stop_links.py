"""The stop links of a lesson, such as `[try 0.9](#lr=0.9)`: which of them lead to no stop of a picture."""

import re
from urllib.parse import unquote

TARGET = re.compile(r"\]\(<?#([^)\s>]*=[^)\s>]*)>?\)")  # what stands behind the # of a link that names a value
PAIR = re.compile(r"(\w+)=([^&=]+)")


def links_to_no_stop(cells, pictures):
    """Yield a line for each stop link in `cells` that no picture can follow; `cells` is a dict from id to cell.

    `pictures` are pairs (id of the cell, controls) in the order of the cells; controls are those of `ExploreWidget`.
    """
    order = list(cells)
    for name, cell in cells.items():
        for target in TARGET.findall(cell.source) if cell.cell_type == "markdown" else []:
            pairs = [PAIR.fullmatch(part) for part in target.split("&")]
            if not all(pairs):
                yield f"{name}: #{target} is not of the form #name=value or #name=value&name=value"
                continue
            values = {pair[1]: unquote(pair[2]) for pair in pairs}
            picture = picture_for(order.index(name), values, [(order.index(at), each) for at, each in pictures])
            yield from (f"{name}: #{target}: {problem}" for problem in problems(values, picture))


def picture_for(at, names, pictures):
    """The controls of the picture that a stop link in the cell at index `at` moves, by their names; None without one.

    `pictures` are pairs (index of the cell, controls). Of those that have all `names`, it is the nearest one before
    the link or, without one, the nearest after it: as in `utils/widgets/stop_links.js`.
    """
    named = [(index, {each["name"]: each for each in controls}) for index, controls in pictures]
    fit = [(index, controls) for index, controls in named if set(names) <= set(controls)]
    before = [controls for index, controls in fit if index < at]
    return before[-1] if before else fit[0][1] if fit else None


def problems(values, controls):
    """Yield what is wrong with the `values` of a stop link to the picture with these `controls`, or to None."""
    if controls is None:
        yield f"no picture has {' and '.join(values)}"
        return
    for name, value in values.items():
        texts = controls[name]["texts"]
        if not any(same(text, value, controls[name]["kind"]) for text in texts):
            yield f"{name} has no stop {value}; it has {', '.join(texts)}"


def same(text, value, kind):
    """Whether `value` names the stop with the label `text` of a control of this `kind`."""
    if kind == "range":
        try:
            return float(text) == float(value)
        except ValueError:
            return False
    return value in ((text, text.lower()) if kind == "check" else (text,))
