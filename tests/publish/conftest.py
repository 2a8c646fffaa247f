"""What the tests of building the site share."""

import pytest

from utils.publish import site
from utils.publish.flagship import FIRST, flagship


@pytest.fixture
def small_flagship(monkeypatch):
    """The first page bakes the one stop of the flagship that it shows first: all stops take five seconds."""
    site.flagship_html.cache_clear()
    monkeypatch.setattr(site, "flagship", lambda: flagship(**{name: [value] for name, value in FIRST.items()}))
    yield
    site.flagship_html.cache_clear()  # a test in a browser that follows in this process wants all stops
