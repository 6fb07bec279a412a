"""Outputs that a student's process sent, made into outputs that a notebook may hold."""

from __future__ import annotations

from typing import Any

_SHOWN = (
    "text/plain",
    "text/html",
    "text/latex",
    "text/markdown",
    "image/png",
    "image/jpeg",
)
MOST = 500
"""Outputs of one cell."""


def printed(name: str, text: str) -> dict[str, Any]:
    """Return an output of printed text.

    >>> printed("stdout", "a")["text"]
    'a'
    """
    return {"output_type": "stream", "name": name, "text": text}


def clean(outputs: Any, *, largest: int) -> list[dict[str, Any]]:
    """Return a cell's outputs in the notebook format, whatever was sent.

    Unknown kinds and data formats are left out (scripts and drawings that can hold scripts among
    them), what is too long is cut, half characters are replaced.

    >>> clean([{"output_type": "stream", "name": "stdout", "text": "x" * 9}, 3], largest=4)
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'xxxx'}]
    """
    if type(outputs) is not list:
        return []
    cleaned = (_clean(output, largest) for output in outputs[:MOST] if type(output) is dict)
    return [output for output in cleaned if output is not None]


def text(value: Any, largest: int) -> str:
    """Return a value as text of Unicode characters, at most so many."""
    return str(value)[:largest].encode("utf-8", "replace").decode("utf-8")


def _clean(output: dict[str, Any], largest: int) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return printed(name, text(output.get("text", ""), largest))
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": text(output.get("ename", ""), 200),
            "evalue": text(output.get("evalue", ""), 2000),
            "traceback": [
                text(line, 5000) for line in (lines if type(lines) is list else [])[:100]
            ],
        }
    if kind in {"display_data", "execute_result"} and type(output.get("data")) is dict:
        data = {
            mime: text(output["data"][mime], 10 * largest if "image" in mime else largest)
            for mime in _SHOWN
            if mime in output["data"]
        }
        result: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
        return result | ({"execution_count": None} if kind == "execute_result" else {})
    return None
