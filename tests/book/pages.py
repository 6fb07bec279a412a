"""The book's sources, read as text: which pages there are, their cells and their prose."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
FENCE = re.compile(r"^(`{3,}|:{3,})")


@dataclass(frozen=True)
class Cell:
    """One code cell: where it starts, its metadata and its code."""

    page: str
    line: int
    metadata: dict
    code: list[str]

    @property
    def tags(self) -> list[str]:
        return self.metadata.get("tags", [])

    @property
    def figure(self) -> dict:
        return self.metadata.get("mystnb", {}).get("figure", {})


@cache
def page_names() -> list[str]:
    """The pages in the order of the table of contents, as book/part/page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    return [toc["root"], *chapters]


def chapter_names() -> list[str]:
    return [name for name in page_names() if name.startswith(("book/principles", "book/applic"))]


def source(page: str) -> list[str]:
    return (ROOT / f"{page}.md").read_text(encoding="utf-8").splitlines()


@cache
def cells(page: str) -> list[Cell]:
    """The code cells of a page."""
    found, lines = [], source(page)
    for start, line in enumerate(lines):
        if line.startswith("```{code-cell}"):
            stop = next(i for i in range(start + 1, len(lines)) if lines[i] == "```")
            found.append(_cell(page, start + 1, lines[start + 1 : stop]))
    return found


def _cell(page: str, line: int, body: list[str]) -> Cell:
    metadata: dict = {}
    if body and body[0] == "---":
        end = body.index("---", 1)
        metadata, body = yaml.safe_load("\n".join(body[1:end])), body[end + 1 :]
    while body and body[0].startswith(":"):
        name, value = body[0][1:].split(":", 1)
        metadata[name], body = yaml.safe_load(value), body[1:]
    return Cell(page, line, metadata, [code for code in body if code.strip()])


@cache
def prose(page: str) -> list[tuple[int, str]]:
    """Numbered lines of running text: no front matter, code, displayed mathematics or tables.

    Lines between them are kept as empty ones, so that paragraphs stay apart.
    """
    kept, closing, lines = [], None, source(page)
    start = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    for number, line in enumerate(lines[start:], start=start + 1):
        text = line.strip()
        if closing is not None:
            closing = None if text.startswith(closing) else closing
            text = ""
        elif text.startswith("```") and not text.startswith("```{glossary}"):
            closing, text = "```", ""
        elif text == "$$":
            closing, text = "$$", ""
        elif FENCE.match(text) or text.startswith((":class", ":gutter", "#", "|")):
            text = ""
        kept.append((number, text))
    return kept
