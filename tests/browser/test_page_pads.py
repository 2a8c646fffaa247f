"""Tests the pads of pages without Python in Chromium, on a phone's touch screen and without a network: they answer."""

import re

import pytest

from tests.browser.open_notebook import TWO_FRAMES
from utils.digits.drawings import drawing

BELOW = "[...document.querySelectorAll('h2, footer')].map(el => el.getBoundingClientRect().top + scrollY)"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(params=[PHONE, {"viewport": {"width": 1366, "height": 768}}], ids=["phone", "laptop"])
def open_pad(request, browser, site_folder):
    """`open_pad(name)`: the pad of a page, in sight; no error may come."""
    context, problems = browser.new_context(offline=True, **request.param), []

    def opened(name):
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{site_folder.as_uri()}/{name}.html")
        root = page.locator("[data-pad]")
        page.evaluate(TWO_FRAMES)
        before = page.evaluate(BELOW)
        root.locator(".downhill-sheet").scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        assert page.evaluate(BELOW) == before  # nothing below the pad moves when it comes near
        assert root.locator(".needs").count() == 0
        return root

    yield opened
    assert problems == []
    context.close()


def draw(root, strokes):
    """Draw `strokes`, in cells of the pad; on a touch screen by touch."""
    page, sheet = root.page, root.locator(".downhill-sheet")
    page.evaluate("el => el.scrollIntoView({ block: 'center' })", sheet.element_handle())
    box = sheet.bounding_box()
    touch = page.evaluate("navigator.maxTouchPoints") > 0
    session = page.context.new_cdp_session(page)
    for stroke in strokes:
        points = [(box["x"] + x / 28 * box["width"], box["y"] + y / 28 * box["height"]) for x, y in stroke]
        for k, (x, y) in enumerate(points):
            if touch:
                kind = "touchMove" if k else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            else:
                page.mouse.move(x, y)
                k or page.mouse.down()
        if touch:
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        else:
            page.mouse.up()


def said(root, before):
    """What the pad says once that is no longer `before`."""
    message = root.locator(".downhill-message")
    root.page.wait_for_function("([el, before]) => el.textContent !== before", arg=[message.element_handle(), before])
    root.page.wait_for_timeout(200)  # the last answer comes at most 50 ms after the last stroke
    return message.inner_text()


def test_the_pad_of_lesson_7_reads_threes_and_sevens(open_pad):
    root = open_pad("07_seven_steps")
    right = 0
    for digit in (3, 7):
        for number in range(4):
            root.get_by_role("button", name="Clear").click()
            root.page.wait_for_timeout(100)
            draw(root, drawing(digit, number))
            right += bool(re.search(rf"says {digit}\b", said(root, "Draw something.")))
    assert right >= 6
    assert root.locator(".downhill-seen").first.is_visible()


def test_the_pad_of_lesson_9_reads_ten_digits_and_says_why(open_pad):
    root = open_pad("09_library")
    blank = root.locator(".downhill-message").inner_text()
    right = 0
    for digit in range(10):
        root.get_by_role("button", name="Clear").click()
        root.page.wait_for_timeout(100)
        draw(root, drawing(digit, 1))
        sentence = said(root, blank)
        right += f"The network says {digit} (" in sentence
        assert root.locator(".downhill-most b").inner_text() in sentence
    assert right >= 8
    assert root.locator(".downhill-bars > div").count() == 10
    assert root.locator(".downhill-seen").nth(1).is_visible()
    assert "for" in root.locator(".downhill-seen figcaption").nth(1).inner_text()
    assert root.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_pad_of_lesson_5_scores_what_is_painted(open_pad):
    root = open_pad("05_pixels")
    before = root.locator(".downhill-message").inner_text()
    assert before.endswith(": 0.500")
    draw(root, [[(10, 14), (17, 14)]])  # where a three has its middle
    accuracy = float(said(root, before).rpartition(" ")[2])
    assert 0.5 <= accuracy < 0.9
    assert "threes" in root.locator(".downhill-scores").get_attribute("aria-label")
