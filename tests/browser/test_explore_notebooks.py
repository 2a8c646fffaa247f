"""Tests moving pictures in notebooks that are run twice, saved and reopened, scrolled, or have lost their kernel."""

from tests.browser.open_notebook import WINDOW, OpenNotebook, Widget, kept
from tests.browser.point import PICTURE, SHOWN, where


def test_preload_loads_what_widgets_need_before_there_is_a_picture(lab, browser):
    preloads = "from utils.explore import preload\npreload()"
    notebook = OpenNotebook(lab, browser, "preload.ipynb", [preloads, PICTURE])
    with notebook.page.expect_request(lambda request: request.url.startswith("blob:")):  # a module's address
        notebook.page.evaluate(
            """() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0;
            return jupyterapp.commands.execute('notebook:run-cell'); }"""
        )
    assert notebook.errors == []
    notebook.close()


def test_a_table_grows_and_shrinks_with_its_rows_and_shows_the_newest(in_window):
    rows = "('', [['n', 'square'], *((i, i * i) for i in range(k))] if k else [])"
    notebook = in_window("rows.ipynb", [PICTURE, f"explore(lambda ax, k: {rows}, k=[4, 40, 0, 2])"])
    notebook.run_all()
    widget = Widget(notebook.page)
    cells, table = widget.root.locator("td"), widget.root.locator(".downhill-table")
    for index, count in enumerate([4, 40, 0, 2]):
        widget.move_to("k", index)
        widget.settled()
        assert table.is_visible() == bool(count)
        if count:
            assert cells.all_inner_texts() == [str(n) for i in range(count) for n in (i, i * i)]
        assert table.evaluate("el => el.scrollHeight - el.clientHeight - el.scrollTop") < 1


def test_while_frames_are_slow_the_caption_matches_the_picture(in_window):
    notebook = in_window("slow.ipynb", [PICTURE, "explore(Point(wait=0.05), x=(-3.0, 2.9, 0.05))"])
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.move_to("position x", 97)  # before the first answer
    caption, note = widget.caption_and_note()
    assert "x = 1.85" in caption or note == "drawing ..."
    widget.says("x = 1.85")
    assert widget.root.locator(".downhill-note").inner_text() == ""


def test_two_cells_show_one_widget_and_to_run_them_again_closes_it(in_window):
    notebook = in_window("twice.ipynb", [PICTURE, SHOWN, "w"])
    notebook.run_all()
    first, second = Widget(notebook.page, 0), Widget(notebook.page, 1)
    first.settled()
    second.move_to("position x", 100)
    first.says("x = 2.00")
    assert first.picture() == second.picture()
    notebook.run_all()
    Widget(notebook.page, 0).says("x = -1.50")
    assert notebook.page.locator(".downhill").count() == 2


def test_without_a_jupyter_server_the_ordinary_widget_view_shows_the_picture(in_window):
    elsewhere = "import os\nos.environ.pop('JPY_SESSION_NAME')"  # as in a front end without a Jupyter server
    notebook = in_window("view.ipynb", [PICTURE, elsewhere, SHOWN])
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.settled()
    widget.move_to("position x", 100)
    widget.says("x = 2.00")
    assert notebook.errors == []


def test_without_a_kernel_a_picture_shows_the_frames_that_have_arrived_and_says_what_others_need(lab, browser):
    notebook = OpenNotebook(lab, browser, "gone.ipynb", [PICTURE, SHOWN])
    notebook.run_all()
    widget = Widget(notebook.page)
    for index in (100, 30):  # so that the frames of these stops have arrived
        widget.move_to("position x", index)
        widget.settled()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.page.wait_for_timeout(1000)
    widget.move_to("position x", 100)
    assert "x = 2.00" in widget.caption()
    widget.move_to("position x", 63)
    widget.move_to("y", 3)  # far from the lines through the stops above, of which more may have arrived meanwhile
    told = "() => document.querySelector('.downhill-note').textContent.includes('run the cells again')"
    notebook.page.wait_for_function(told)
    assert "y = 1.5" not in widget.caption()
    assert notebook.errors == []
    notebook.page.close()


def test_a_notebook_that_was_saved_and_reopened_says_what_to_run(lab, browser):
    notebook = OpenNotebook(lab, browser, "tomorrow.ipynb", [PICTURE, SHOWN])
    notebook.run_all()
    Widget(notebook.page).settled()
    kept(notebook, 1)
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    notebook.open()  # the page is loaded again and the kernel still runs, so the picture is shown again
    Widget(notebook.page).settled()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open()  # with a new kernel, as on another day
    text = notebook.page.locator(".jp-OutputArea").last.inner_text()
    assert "Run the cells down to here to move this picture." in text
    assert "The point is at x = -1.50" in text
    assert "model not found" not in notebook.page.content()
    notebook.run_all()
    Widget(notebook.page).settled()
    notebook.close()


def test_a_picture_works_after_it_was_out_of_sight(in_window):
    filler = "print('\\n'.join(map(str, range(60))))"
    cells = [PICTURE, *[filler] * 8, SHOWN, *[filler] * 12]
    notebook = in_window("far.ipynb", cells)
    notebook.run_all()
    scroll = "i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')"
    notebook.page.evaluate(scroll, 9)
    notebook.page.locator(".downhill canvas").wait_for()
    Widget(notebook.page).move_to("position x", 100)
    Widget(notebook.page).says("x = 2.00")
    for index in (21, 0, 9):
        notebook.page.evaluate(scroll, index)
        notebook.page.wait_for_timeout(700)
    widget = Widget(notebook.page)
    assert "x = 2.00" in widget.caption()
    widget.move_to("position x", 80)
    widget.says("x = 1.00")
    assert widget.pixel(*where(widget, 1.0, 4.0)) == [255, 0, 0]
    assert notebook.errors == []


def test_the_page_below_does_not_move_when_a_sentence_is_long(in_window):
    notebook = in_window(
        "long.ipynb", [PICTURE, "explore(lambda ax, k: 'A word. ' * (5 * k + 1), k=(0, 9), first={'k': 0})"]
    )
    notebook.page.set_viewport_size({"width": 480, "height": 900})
    notebook.run_all()
    widget, heights = Widget(notebook.page), set()
    notebook.page.wait_for_function("() => document.querySelector('.downhill-room').dataset.longest.length > 360")
    for k in (0, 1, 5, 9, 3):
        widget.move_to("k", k)
        widget.settled()
        heights.add(widget.root.bounding_box()["height"])
    notebook.page.set_viewport_size(WINDOW)
    assert len(heights) == 1
