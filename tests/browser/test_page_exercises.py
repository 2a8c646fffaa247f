"""Tests the exercises of pages without Python in Chromium: they answer, keep each answer, and save all as a file.

The pages that are loaded again come from a server of this machine: in one of some 200 times that Chromium 156 loads a
page from a file again, it shows that page an empty storage of its own, and the page next loaded has what was kept.
"""

import json

import pytest

from tests.browser.run_site import served
from utils.check.find import find
from utils.publish import results, submissions


@pytest.fixture(scope="module")
def address(site_folder):
    """The address of the site on this machine."""
    with served(site_folder) as address:
        yield address


@pytest.fixture
def context(browser, address):
    """A window of a browser that has answered nothing and has no network but the site."""
    context = browser.new_context(accept_downloads=True, viewport={"width": 390, "height": 800})
    context.route(lambda url: not url.startswith(address), lambda route: route.abort())
    yield context
    context.close()


def opened(context, address, name):
    page = context.new_page()
    page.goto(f"{address}/{name}.html")
    return page


def answer(page, name, text):
    """Type `text` into the field of the exercise called `name`; what the page says."""
    form = page.locator(f"[data-exercise='{name}']")
    form.locator("input").fill(text)
    form.locator("input").press("Enter")
    return form.locator("[role=status]").inner_text()


def test_a_field_of_a_page_opened_as_a_file_without_network_answers_as_check_does(browser, site_folder):
    page, (exercise, _) = browser.new_page(offline=True), find("01-secant")
    page.goto((site_folder / "01_slope.html").as_uri())
    assert answer(page, "01-secant", "-2,9") == f"Right. {exercise.right}"
    for wrong in exercise.wrong:
        assert answer(page, "01-secant", str(wrong.answer)) == f"Not right yet. {wrong.reason}"
    assert answer(page, "01-secant", "1000") == f"Not right yet. {exercise.hint}"
    assert answer(page, "01-secant", " ").startswith("Not yet")
    page.close()


def test_what_was_answered_is_there_again_until_it_is_cleared(context, address):
    page = opened(context, address, "01_slope")
    assert not page.locator("#answers").is_visible()
    said = answer(page, "01-secant", "-3")
    page.reload()
    form = page.locator("[data-exercise='01-secant']")
    assert form.locator("input").input_value() == "-3"
    assert form.locator("[role=status]").inner_text() == said
    assert "1 answer" in page.locator("#answers").inner_text()
    page.locator("[data-clear]").click()
    assert form.locator("input").input_value() == ""
    page.reload()
    assert form.locator("[role=status]").inner_text() == ""
    assert not page.locator("#answers").is_visible()


def test_the_answers_of_all_pages_are_saved_as_a_file_that_the_results_of_a_class_take(context, address, tmp_path):
    page, (exercise, _) = opened(context, address, "01_slope"), find("01-secant")
    wrong = exercise.wrong[0]
    answer(page, "01-secant", str(wrong.answer))
    page = opened(context, address, "02_gradient")
    answer(page, "02-chain", "24")
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    assert download.value.suggested_filename == "downhill-answers.json"
    download.value.save_as(tmp_path / "anna" / download.value.suggested_filename)
    found, problems = results.collect(submissions.submissions(tmp_path))
    assert problems == []
    assert found["anna", "02"]["02-chain"] == [{"exercise": "02-chain", "state": "right", "wrong": None}]
    assert results.wrong(found["anna", "01"]["01-secant"]) == wrong.reason


def test_a_learner_s_name_goes_into_that_of_the_file(context, address, tmp_path):
    page = opened(context, address, "02_gradient")
    answer(page, "02-chain", "24")
    page.get_by_label("Your name").fill(" Zoë O/Hara ")
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    assert download.value.suggested_filename == "Zoë_O_Hara_downhill-answers.json"
    download.value.save_as(tmp_path / download.value.suggested_filename)
    assert list(results.collect(submissions.submissions(tmp_path))[0]) == [("Zoë_O_Hara", "02")]


def test_something_else_in_the_storage_breaks_nothing(context, address):
    page = opened(context, address, "01_slope")
    page.evaluate("text => localStorage.setItem('downhill-answer-01-secant', text)", json.dumps({"typed": 3}))
    page.reload()
    assert page.locator("[data-exercise='01-secant'] input").input_value() == ""
    assert answer(page, "01-secant", "-2.9").startswith("Right.")


def test_where_the_browser_keeps_nothing_an_answer_lasts_as_long_as_the_page(context, address):
    context.add_init_script("Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('no'); } })")
    page = opened(context, address, "01_slope")
    assert answer(page, "01-secant", "-2.9").startswith("Right.")
    assert "1 answer" in page.locator("#answers").inner_text()


def test_a_drawn_prediction_is_there_again_until_it_is_cleared(context, address):
    page = opened(context, address, "02_gradient")
    empty = page.locator(".downhill-sketch canvas").first
    empty.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    before = empty.evaluate("el => el.toDataURL()")
    for key in ("ArrowUp", "ArrowRight", "ArrowUp"):
        empty.press(key)
    page.wait_for_timeout(200)
    assert "1 drawing" in page.locator("#answers").inner_text()
    page.reload()
    canvas = page.locator(".downhill-sketch canvas").first
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    assert canvas.evaluate("el => el.toDataURL()") != before
    page.locator("[data-clear]").click()
    page.wait_for_timeout(200)
    assert canvas.evaluate("el => el.toDataURL()") == before
    page.reload()
    assert not page.locator("#answers").is_visible()
