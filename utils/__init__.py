"""What draws, loads and asks in the lessons; what is taught stands in the lessons themselves.

    look/          the one look: figure(), style, colours by meaning, how numbers are written
    time_limit.py  makes a call that can be given up when it takes too long
    plots/         pictures that stand still: Axes in, Axes out
    pictures/      pictures that move: `fig`, and `draw(**values)`, which returns a sentence
    explore/       any picture under sliders, in Python and in the browser
    widgets/       where a widget stands in a notebook
    pad/           a 28x28 pad to paint weights and to draw digits on; axes to draw a prediction on
    digits/        real handwritten digits as tensors
    check/         exercises that judge an answer
    publish/       runs lessons and writes them back, and builds the pages

Who may import whom: look, time_limit and widgets nobody; plots look; pictures look and plots; explore look, time_limit
and widgets; pad look and widgets; check digits, time_limit; digits nobody; publish all. `tests/test_house.py` tests it.
"""
