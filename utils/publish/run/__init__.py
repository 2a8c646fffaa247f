"""Cells that run on the pages of lessons 1 to 3: Python in the browser (Pyodide), once a learner presses Run.

    code.py                  which cells run, and what lies in the folder `run` beside the pages
    pins.py, pins.json       the version of Pyodide and the hash of each file; `python -m utils.publish.run.pins`
    browser/page_run.js      the script of such a page, with `cells.js`: the editor, the buttons, what a run shows
    browser/started.js       what the page loads at the first Run: `python.js`, which starts and watches the Worker,
                             and `live.js`, the model of a picture that Python draws
    browser/worker.js        the Worker: fetches all files, compares their hashes, and starts Python
    stand_ins/runner.py      runs a cell after what it needs of the cells above, and hands messages to widgets
    stand_ins/torch.py       the small stand-in for PyTorch
    stand_ins/jupyter.py     what `utils` uses of IPython, traitlets and anywidget
    stand_ins/time_limit.py, modules.py    stand in the places of `utils/time_limit.py` and `utils/widgets/modules.py`

The page and the Worker send each other JSON (`worker.js` lists the messages); a picture and its view speak the protocol
of `utils/explore/README.md` inside these messages. Nothing of this is fetched before Run is pressed.
"""
