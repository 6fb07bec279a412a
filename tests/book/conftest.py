"""The built book, for the tests that read its pages."""

import pytest

from tests.book.site import built_site


@pytest.fixture(scope="session")
def site():
    return built_site()
