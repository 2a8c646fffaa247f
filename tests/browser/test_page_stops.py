"""Tests in Chromium which stops the pictures of a page have, and what of a page is printed."""

import re

import pytest

from tests.browser.test_site import played, settled

NAMES = ("03_learning_rate", "05_pixels")


@pytest.fixture
def open_page(browser, site_folder):
    """`open_page(name, **options)`: a page of the site."""
    contexts = []

    def opened(name, **options):
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.goto(f"{site_folder.as_uri()}/{name}.html")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_control_stands_still_and_a_page_says_which_stops_it_has(open_page, name):
    page = open_page(name)
    assert page.locator(".downhill :is(input, select):disabled").count() == 0
    if name == "03_learning_rate":
        root = played(page)
        said = root.locator("xpath=following-sibling::p").first.inner_text()
        assert re.search(r"On this page .*start has .* and .*The notebook has them all", said)


@pytest.mark.parametrize("name", NAMES)
def test_every_stop_link_leads_to_a_stop_of_the_page(open_page, name):
    page = open_page(name)
    for link in page.locator('a[href^="#"][href*="="]').all():
        link.evaluate(
            "el => { for (let up = el; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }"
        )
        link.click()
        assert link.locator("xpath=following-sibling::span").first.inner_text().strip(" ()") == "The picture has moved."


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_printed_in_its_chosen_states_until_it_is_moved_and_then_as_it_stands(open_page, name):
    page = open_page(name, color_scheme="dark")
    chosen = page.locator("[data-state] > .chosen")
    assert chosen.count()
    root = page.locator("[data-state]", has=page.locator(".chosen")).first
    image, view = root.locator(".chosen"), root.locator(".downhill")
    root.scroll_into_view_if_needed()
    assert view.is_visible()
    assert not image.is_visible()
    page.emulate_media(media="print")
    assert image.is_visible()
    assert not view.is_visible()
    assert image.evaluate("el => el.naturalWidth") == 2 * int(image.get_attribute("width"))
    assert image.evaluate("el => el.width") >= 0.7 * int(image.get_attribute("width"))  # its letters can be read
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    settled(root).locator("input[type=range]").first.press("End")
    page.emulate_media(media="print")
    assert view.is_visible()
    assert not image.is_visible()
    assert view.locator("output").first.is_visible()
