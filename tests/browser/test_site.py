"""Tests the pages without Python in a real browser, from the disk and over HTTP, and without any other network."""

import base64
import functools
import http.server
import re
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.fit import PHONE, WIDTH
from tests.browser.open_notebook import OFTEN, TWO_FRAMES, resting_box
from utils.publish import site
from utils.publish.baking import LARGE
from utils.publish.notebooks import MOVED, lesson_paths

LESSONS = [path.stem for path in lesson_paths()]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
NARROWEST = 320  # CSS pixels: of a phone for which the pages are made


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module", params=["file", "http"])
def address(request, site_folder):
    """The address of the site, once on the disk and once on a web server of this machine."""
    if request.param == "file":
        yield site_folder.as_uri()
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site_folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser, site_folder):
    """`open_page(name, address, **options)`: a page of the site, which can load only the files of the site."""
    contexts, problems = [], []

    def opened(name, address=None, **options):
        base = address or site_folder.as_uri()
        context = browser.new_context(**{"viewport": SIZES["desktop"]} | options)
        context.route(lambda url: not url.startswith((base, "data:", "blob:")), lambda route: route.abort())
        contexts.append(context)
        page = context.new_page()
        page.on("requestfailed", lambda request: problems.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{base}/{name}.html")
        return page

    yield opened
    assert problems == []
    for context in contexts:
        context.close()


def picture(page, number=0):
    """The moving picture number `number` of a page, after it has been scrolled into view and painted."""
    root = page.locator("[data-state]").nth(number)
    root.scroll_into_view_if_needed()
    root.locator("canvas").wait_for()
    page.wait_for_function("el => el.querySelector('.downhill-caption').textContent !== ''", arg=root.element_handle())
    return root


def settled(root):
    """`root`, once it shows the stop of its sliders: its frames are unpacked only when it is near the window."""
    note = root.locator(".downhill-note").element_handle()
    root.page.wait_for_function("note => note.textContent === ''", arg=note, polling=OFTEN)
    return root


def follow(page, rel, name):
    """Click the link with the attribute `rel`, and wait for the page `name`."""
    page.locator(f"a[rel={rel}]").click()
    page.wait_for_url(f"**/{name}.html")


def pixels(root):
    return root.locator("canvas").evaluate("el => el.toDataURL()")


def baked(site_folder, name):
    """The sizes in bytes of the moving pictures on the page of the lesson `name`, packed, and the HTML of the page."""
    html = (site_folder / f"{name}.html").read_text("utf-8")
    found = re.findall(r"baked\W{2,20}([A-Za-z0-9+/=]{100,})", html)
    return [len(base64.b64decode(text)) for text in found], html


def test_every_lesson_is_a_page_and_none_is_too_large(site_folder):
    """With all its stops, a picture has at most LARGE bytes, in base64: the pages of these tests have fewer stops."""
    assert sorted(path.stem for path in site_folder.glob("[0-9]*.html")) == sorted([*LESSONS, *MOVED])
    largest = {}
    for name in LESSONS:
        sizes, html = baked(site_folder, name)
        largest[name] = len(html.encode()) + sum(max(LARGE - size, 0) for size in sizes) * 4 / 3
    print({name: f"{size / 1e6:.1f} MB at most" for name, size in largest.items()})
    assert max(largest.values()) <= site.LARGEST_PAGE


@pytest.mark.parametrize("name", LESSONS)
def test_no_moving_picture_takes_more_than_a_megabyte_of_its_page(site_folder, name):
    sizes, _ = baked(site_folder, name)
    print(f"{name}: {[round(size / 1e6, 2) for size in sizes]} MB packed")
    assert sizes
    assert max(sizes) < 1_000_000


def test_the_target_of_every_link_exists(site_folder):
    for path in site_folder.glob("*.html"):
        text = re.sub(r"<script.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            target = link.split("#")[0]
            assert link.startswith(("data:", "https://")) or not target or (site_folder / target).exists(), (
                path.name,
                link,
            )


def test_a_reader_goes_from_the_index_through_all_lessons_and_back(open_page, address):
    page = open_page("index", address)
    page.locator("main table a").first.click()
    for name in LESSONS[1:]:
        follow(page, "next", name)
    assert page.locator("a[rel=next]").count() == 0
    follow(page, "prev", LESSONS[-2])
    page.get_by_role("link", name="Downhill").click()
    page.wait_for_url("**/index.html")


POSITIONS = "() => [...document.querySelectorAll('h2, footer')].map(el => el.getBoundingClientRect().top + scrollY)"


def test_the_point_is_dragged_on_the_curve_itself(open_page, address):
    page = open_page("01_slope", address)
    root = picture(page)
    before, canvas = pixels(root), root.locator("canvas")
    box = resting_box(canvas)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], middle, steps=9)
    page.mouse.up()
    settled(root)
    value = root.locator("output").first.inner_text()
    assert float(value) > 0.5
    assert f"x = {value}" in root.locator(".downhill-caption").inner_text()
    assert canvas.get_attribute("aria-label") == root.locator(".downhill-caption").inner_text()
    assert pixels(root) != before


def test_the_arrow_keys_move_a_slider(open_page, address):
    root = picture(open_page("01_slope", address))
    slider = root.locator("input[type=range]").first
    start = float(root.locator("output").first.inner_text())
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    assert float(root.locator("output").first.inner_text()) == pytest.approx(start + 0.15)


def played(page):
    """The first picture of the page that has a Play button."""
    for number in range(page.locator("[data-state]").count()):
        root = picture(page, number)
        if root.get_by_role("button", name="Play").count():
            return root
    raise AssertionError("nothing plays here")


def test_play_step_and_reset_work(open_page, address):
    root = played(open_page("03_learning_rate", address))
    root.get_by_role("button", name="Reset").click()
    first = pixels(root)
    said = root.locator(".downhill-caption").inner_text()
    root.get_by_role("button", name="Step").click()
    assert settled(root).locator(".downhill-caption").inner_text() != said
    root.get_by_role("button", name="Play").click()
    root.get_by_role("button", name="Pause").wait_for()
    root.get_by_role("button", name="Play").wait_for()  # it has reached its last stop
    slider = root.get_by_role("slider", name="steps")
    assert slider.input_value() == slider.get_attribute("max")
    assert root.locator(".downhill-note").inner_text() == ""
    root.get_by_role("button", name="Reset").click()
    assert root.locator(".downhill-caption").inner_text() == said
    assert pixels(root) == first


@pytest.mark.parametrize("name", LESSONS)
def test_every_enabled_slider_moves_its_picture_from_end_to_end(open_page, name):
    page = open_page(name)
    count = page.locator("[data-state]").count()
    assert count or name == "09_library"
    for number in range(count):
        root = picture(page, number)
        said = set()
        for slider in root.locator("input[type=range]:enabled").all():
            last = int(slider.get_attribute("max"))
            for stop in sorted({0, last // 3, last // 2, last}):
                slider.evaluate("(el, v) => { el.value = v; el.dispatchEvent(new Event('input')); }", stop)
                said.add(settled(root).locator(".downhill-caption").inner_text())
        assert len(said) > 1
        assert "" not in said


@pytest.mark.parametrize("name", ["index", "errors", *LESSONS])
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])  # other pairs add nothing
def test_a_page_is_accessible_fits_the_window_and_does_not_move_when_pictures_load(open_page, name, size, scheme):
    page = open_page(name, viewport=SIZES[size], color_scheme=scheme)
    page.evaluate(TWO_FRAMES)
    before = page.evaluate(POSITIONS)
    for number in range(page.locator("[data-state]").count()):
        picture(page, number)
    assert page.evaluate(POSITIONS) == before
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("name", ["index", *LESSONS])
def test_on_a_phone_at_twice_the_size_nothing_is_beside_the_window(open_page, name):
    page = open_page(name, viewport={"width": SIZES["phone"]["width"] // 2, "height": 422})
    for number in range(page.locator("[data-state]").count()):
        picture(page, number)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_picture_is_as_wide_as_a_phone_or_beside_its_controls_and_is_printed_on_one_page(open_page):
    page = open_page("03_learning_rate", viewport=SIZES["phone"])
    view = picture(page).locator(".downhill")
    assert view.evaluate(WIDTH) == PHONE
    page.set_viewport_size({"width": NARROWEST, "height": 568})
    assert view.evaluate(WIDTH) > 305
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST
    page.set_viewport_size(SIZES["desktop"])
    page.wait_for_function("el => el.classList.contains('downhill-beside')", arg=view.element_handle())
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    view.locator("input[type=range]").first.press("End")  # until it is moved, its poster is printed
    page.emulate_media(media="print")
    assert view.evaluate("el => getComputedStyle(el).breakInside") == "avoid"
    assert view.evaluate("el => getComputedStyle(el).display") == "block"  # paper has no room beside the picture
    assert view.locator(".downhill-table").evaluate("el => getComputedStyle(el).overflow") == "visible"


@pytest.mark.parametrize("name", LESSONS)
def test_every_still_picture_has_a_text_alternative_and_formulas_are_drawn(open_page, name):
    page = open_page(name, java_script_enabled=False)
    for image in page.locator("img").all():
        assert len(image.get_attribute("alt") or "") > 15
    text = page.locator("main").inner_text()
    assert "$$" not in text
    assert "[picture]" not in text


def test_a_formula_has_the_size_of_its_lines(open_page):
    page = open_page("01_slope")
    box = page.locator("math[display=block]:has(mfrac)").first.bounding_box()
    assert box["height"] > 25  # a fraction is two lines high
    assert box["width"] > 200


def test_without_javascript_the_still_pictures_are_shown(open_page):
    page = open_page("01_slope", java_script_enabled=False)
    image = page.locator("[data-state] img").first
    image.scroll_into_view_if_needed()
    assert image.bounding_box()["height"] > 100
    assert page.locator("canvas").count() == 0


def test_pages_follow_the_dark_or_light_scheme_of_the_reader(open_page):
    grounds = [
        open_page("01_slope", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 23, 28)"]


def test_the_first_page_begins_with_the_flagship_under_the_hand(open_page, address):
    page = open_page("index", address)
    root = settled(picture(page))
    before, caption = pixels(root), root.locator(".downhill-caption").inner_text()
    root.get_by_role("slider", name="learning rate").press("End")
    settled(root)
    assert pixels(root) != before
    assert "lr = 1.2" in root.locator(".downhill-caption").inner_text() != caption


def test_without_scripts_the_first_page_has_the_readme_s_picture(open_page, site_folder):
    page = open_page("index", java_script_enabled=False)
    assert page.locator("img").count() == 1
    assert page.locator("img").evaluate_all("images => images.every(image => image.complete && image.naturalWidth > 0)")
    assert Path(site_folder / "images").is_dir()
