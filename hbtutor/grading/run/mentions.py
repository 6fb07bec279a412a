"""What a trusted cell says: the names it imports and assigns, the value of its last line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager


def python(source: str) -> str:
    """Return a cell's source as plain Python: magics and the like become calls."""
    return TransformerManager().transform_cell(source)


def imports(source: str) -> str:
    """Return the import statements at the top level of a released cell, as source.

    >>> imports("import numpy as np\\nx = 1\\nfrom hbtutor import check")
    'import numpy as np\\nfrom hbtutor import check'
    """
    try:
        body = ast.parse(python(source)).body
    except SyntaxError:
        return ""
    return "\n".join(
        ast.unparse(node) for node in body if isinstance(node, ast.Import | ast.ImportFrom)
    )


def assigned(source: str) -> frozenset[str]:
    """Return the names that a released cell gives a meaning at its top level.

    >>> sorted(assigned("weight = ...\\ndef posterior(y):\\n    inner = y"))
    ['posterior', 'weight']
    """
    try:
        body = ast.parse(python(source)).body
    except SyntaxError:
        return frozenset()
    return frozenset(name for statement in body for name in _assigned(statement))


def _assigned(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif not isinstance(node, ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _assigned(child)


def compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    """Compile a cell into its statements and, where it ends in an expression, that expression.

    As in a notebook, a semicolon at the end hides the value.
    """
    tree = ast.parse(python(source), filename=name)
    last = None
    end = tree.body[-1] if tree.body else None
    if isinstance(end, ast.Expr) and not source.rstrip().endswith(";"):
        tree.body.pop()
        last = ast.Expression(end.value)
    statements = compile(tree, name, "exec")
    return statements, None if last is None else compile(last, name, "eval")
