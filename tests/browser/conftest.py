"""The built book on localhost, in a real Chromium that is told to trust nobody else."""

import functools
import threading
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.book.site import built_site

PHONE, DESK = (390, 844), (1300, 950)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing: the tests read their own record of requests."""


@dataclass
class Visit:
    """A page that was opened, and what happened while it loaded."""

    page: object
    complaints: list = field(default_factory=list)
    foreign: list = field(default_factory=list)


@pytest.fixture(scope="session")
def address():
    handler = functools.partial(Quiet, directory=str(built_site()))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def visit(chromium, address):
    """Open a page of the book: visit("book/index", dark=True, phone=True)."""
    contexts = []

    def go(name, *, dark=False, phone=False, base=None, javascript=True):
        width, height = PHONE if phone else DESK
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        visited = Visit(page)
        start = base or address

        def note(request):
            if not request.url.startswith((start, "data:", "blob:")):
                visited.foreign.append(request.url)

        page.on("request", note)
        page.on("requestfailed", lambda r: visited.complaints.append(f"failed: {r.url}"))
        page.on("response", lambda r: r.ok or visited.complaints.append(f"{r.status}: {r.url}"))
        page.on("pageerror", lambda error: visited.complaints.append(str(error)))
        page.on(
            "console",
            lambda m: visited.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.goto(f"{start}/{name}.html", wait_until="load")
        if javascript:
            page.evaluate("window.MathJax?.startup?.promise")
        return visited

    yield go
    for context in contexts:
        context.close()
