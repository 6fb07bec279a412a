"""The book's own Sphinx parts: what they refuse, and when they let a page run again."""

import shutil
import subprocess
import sys

import pytest

from tests.book.pages import BOOK, ROOT

CONF = """
import sys
sys.path.insert(0, {ext!r})
extensions = ["hbbook", "myst_parser"]
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><metadata><rdf:RDF
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>
 <dc:description>Three bars:
 4, 7 and 12.</dc:description></rdf:Description></rdf:RDF></metadata></svg>"""


@pytest.fixture
def build(tmp_path):
    (tmp_path / "conf.py").write_text(CONF.format(ext=str(BOOK / "_ext")), encoding="utf-8")

    def run(text):
        (tmp_path / "index.md").write_text(f"# Page\n\n{text}\n", encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
        done = subprocess.run(
            [*command, ".", "out"], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        page = tmp_path / "out" / "index.html"
        return done, page.read_text(encoding="utf-8") if page.exists() else ""

    return run


def test_a_picture_says_what_it_carries(build, tmp_path):
    (tmp_path / "bars.svg").write_text(SVG, encoding="utf-8")
    done, page = build("![](bars.svg)")
    assert done.returncode == 0, done.stderr
    assert 'alt="Three bars: 4, 7 and 12."' in page


def test_an_alt_text_in_the_source_is_kept(build, tmp_path):
    (tmp_path / "bars.svg").write_text(SVG, encoding="utf-8")
    assert 'alt="mine"' in build("![mine](bars.svg)")[1]


def test_a_picture_without_words_fails_the_build(build, tmp_path):
    (tmp_path / "dumb.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    done, _ = build("![](dumb.svg)")
    assert done.returncode != 0
    assert "picture without alt text: dumb.svg" in done.stderr


def test_an_interactive_figure_is_one_declaration(build):
    done, page = build("```{interactive} shrinkage\n:picture: fig-x\n:mu: 50\n:names: A,<B>\n```")
    assert done.returncode == 0, done.stderr
    assert 'data-figure="shrinkage" data-picture="fig-x" data-mu="50"' in page
    assert "A,&lt;B&gt;" in page


def test_an_interactive_figure_without_a_picture_fails_the_build(build):
    done, _ = build("```{interactive} shrinkage\n:mu: 50\n```")
    assert done.returncode != 0
    assert "interactive needs :picture:" in done.stderr


def test_the_cache_is_named_after_what_a_cell_can_show(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(BOOK / "_ext"))
    from hbbook.freshness import digest

    package = tmp_path / "hbtutor"
    shutil.copytree(ROOT / "hbtutor" / "datasets", package / "datasets")
    (tmp_path / "requirements.lock").write_text("numpy==1\n", encoding="utf-8")
    names = [digest(tmp_path)]
    (package / "new.py").write_text("x = 1\n", encoding="utf-8")
    names.append(digest(tmp_path))
    (package / "new.py").write_text("x = 2\n", encoding="utf-8")
    names.append(digest(tmp_path))
    (package / "notes.txt").write_text("no cell reads this\n", encoding="utf-8")
    assert digest(tmp_path) == names[-1]
    (tmp_path / "requirements.lock").write_text("numpy==2\n", encoding="utf-8")
    names.append(digest(tmp_path))
    assert len(set(names)) == 4
