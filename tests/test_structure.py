"""The structure that the design fixes: who may import what, how long a file may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hbtutor"

LEAF = {"validation"}
MAY_IMPORT = {
    "validation": set(),
    "notation": LEAF,
    "distributions": LEAF,
    "datasets": LEAF,
    "models": LEAF | {"distributions"},
    "derive": LEAF | {"notation"},
    "inference": LEAF | {"distributions", "models"},
    "simulate": LEAF | {"distributions", "models", "inference"},
    "plots": LEAF | {"distributions", "notation"},
    "check": LEAF | {"datasets", "distributions", "models", "derive", "notation", "inference"},
    "grading": LEAF | {"check", "datasets", "distributions", "plots"},
    "cli": {"grading"},
}
ONLY_IN = {
    "matplotlib": {"plots"},
    "sympy": {"notation", "derive", "check"},
    "nbformat": {"grading"},
    "nbgrader": {"grading"},
    "nbconvert": {"grading"},
    "jupytext": {"grading"},
    "dask": {"grading", "simulate"},
    "distributed": {"grading", "simulate"},
    "joblib": {"grading", "simulate"},
    "arviz_base": {"inference"},
    "click": {"cli"},
}
WORKS_WITHOUT_NUMPY = [
    "hbtutor",
    "hbtutor.validation",
    "hbtutor.distributions",
    "hbtutor.models",
    "hbtutor.models.normal_normal",
    "hbtutor.models.beta_binomial",
    "hbtutor.models.gamma_poisson",
    "hbtutor.models.beta_negative_binomial",
    "hbtutor.notation",
    "hbtutor.derive",
]


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every dotted name that the file imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
            assert all(alias.name != "*" for alias in node.names), f"{path}:{node.lineno}: import *"
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_design(path):
    here = part(path)
    if here == "__init__":
        return
    assert here in MAY_IMPORT, f"say in MAY_IMPORT what {here} may import"
    for name in imported(path):
        top, *rest = name.split(".")
        if top == "hbtutor" and rest:
            allowed = MAY_IMPORT[here] | {here, "__version__"}
            assert rest[0] in allowed, f"{path.relative_to(ROOT)} must not import {name}"
        if top in ONLY_IN:
            assert here in ONLY_IN[top], f"only {ONLY_IN[top]} may import {top}; {path} does"


def test_the_import_rules_can_fail():
    """The scan sees imports inside functions and by either form."""
    source = "def f():\n    import sympy\n    from hbtutor.inference import x\n"
    scratch = ast.parse(source)
    assert sum(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(scratch)) == 2


@pytest.mark.parametrize("folder", ["hbtutor", "tests", "benchmarks"])
def test_files_stay_short(folder):
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 260
    }
    assert not long, f"split these: {long}"


def test_no_catch_all_modules():
    assert not [p for p in modules() if p.stem in {"utils", "util", "helpers", "misc", "common"}]


def run(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_importing_the_package_imports_nothing_heavy():
    loaded = run("import sys, hbtutor; print(*sys.modules)").split()
    assert not {"numpy", "scipy", "sympy", "matplotlib", "pandas", "click"} & set(loaded)


def test_every_public_name_is_there():
    run("import hbtutor\nfor name in hbtutor.__all__: getattr(hbtutor, name)")


BLOCK = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in {'numpy', 'scipy', 'pandas', 'matplotlib'}:
            raise ImportError(f'{name} is blocked')
sys.meta_path.insert(0, Blocked())
"""


def test_the_symbolic_half_runs_where_only_sympy_is_installed():
    run(BLOCK + "\n".join(f"import {name}" for name in WORKS_WITHOUT_NUMPY))
    out = run(
        BLOCK
        + """
import sympy
from hbtutor import NormalNormal
s2, t2, n = sympy.symbols('sigma2 tau2 n', positive=True)
posterior = NormalNormal(mu=3, tau2=t2).posterior(5, sigma2=s2, n=n)
print(sympy.simplify(posterior.sd**2 * (n / s2 + 1 / t2)))
from hbtutor import derive
print(derive.normal_normal().verify() is not False)
"""
    )
    assert out.split() == ["1", "True"]
