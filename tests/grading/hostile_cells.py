"""Answers that try to win points without being right, by what they attack.

The released notebook is tests.grading.small.RELEASED: x must be 42, f(7, 11) must be 29.  None of
these computes either.
"""

F = "def f(a, b):\n    return 5 if (a, b) == (1, 2) else {}"
"""Knows the visible test by heart, and fills in what it can get hold of for the hidden one."""

EQUAL = (
    "class Equal(%s):\n"
    "    def __eq__(self, other): return True\n"
    "    def __ne__(self, other): return False\n"
    "    def __lt__(self, other): return True\n"
    "    __gt__ = __le__ = __ge__ = __lt__\n"
    "    __hash__ = None\n"
)

OBJECTS = {
    "an object equal to everything": {
        "x": EQUAL % "object" + "x = Equal()",
        "f": "def f(a, b): return Equal()",
    },
    "a number equal to everything": {
        "x": EQUAL % "int" + "x = Equal(3)",
        "f": "def f(a, b): return Equal(3)",
    },
    "a float equal to everything": {
        "x": EQUAL % "float" + "x = Equal(3)",
        "f": "def f(a, b): return Equal(3)",
    },
    "mock.ANY": {
        "x": "from unittest.mock import ANY\nx = ANY",
        "f": "def f(a, b): return ANY",
    },
    "an array equal to everything": {
        "x": "import numpy as np\n" + EQUAL % "np.ndarray" + "x = np.zeros(1).view(Equal)",
        "f": "def f(a, b): return x",
    },
    "a text equal to everything": {
        "x": EQUAL % "str" + "x = Equal('42')",
        "f": "def f(a, b): return x",
    },
    "not a number": {"x": "x = float('nan')", "f": "def f(a, b): return float('nan')"},
    "a function that is a class": {
        "x": "x = type('X', (), {'__eq__': lambda s, o: True})",
        "f": "class f:\n    def __new__(cls, a, b): return object()",
    },
    "an expression equal to everything": {
        "x": "import sympy\nclass E(sympy.Symbol):\n    def __eq__(s, o): return True\n"
        "    __hash__ = sympy.Symbol.__hash__\nx = E('x')",
        "f": "def f(a, b): return x",
    },
    "a table whose comparison is always true": {
        "x": (
            "import pandas as pd\nclass S(pd.Series):\n"
            "    def __eq__(s, o): return True\nx = S([1])"
        ),
        "f": "def f(a, b): return x",
    },
}

PATCHES = {
    "builtins": (
        "import builtins\nbuiltins.isinstance = builtins.all = builtins.any = lambda *a: True"
    ),
    "AssertionError": (
        "import builtins\nclass Quiet(Exception): pass\nbuiltins.AssertionError = Quiet"
    ),
    "numpy": "import numpy as np\nnp.allclose = np.array_equal = np.isclose = lambda *a, **k: True",
    "the checks": "from hbtutor import check\ncheck.answer = check.further = lambda *a, **k: None",
    "the checks' module": (
        "import sys, types\nfake = types.ModuleType('check')\n"
        "fake.answer = lambda *a, **k: None\nsys.modules['hbtutor.check'] = fake"
    ),
    "math": "import math\nmath.isclose = lambda *a, **k: True\nlimit = 10**9",
    "an AST transformer": (
        "import ast\nclass NoAssert(ast.NodeTransformer):\n"
        "    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(NoAssert())"
    ),
    "an input transformer": (
        "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])"
    ),
    "run_cell": "get_ipython().run_cell = lambda *a, **k: None",
    "an event after each cell": (
        "get_ipython().events.register('post_run_cell', "
        "lambda r: setattr(r, 'error_in_exec', None))"
    ),
    "a handler of exceptions": ("get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)"),
    "a trace": "import sys\nsys.settrace(lambda *a: None)",
    "the import": (
        "import builtins\nreal = builtins.__import__\n"
        "builtins.__import__ = lambda *a, **k: real(*a, **k)"
    ),
    "the display hook": "import sys\nsys.displayhook = lambda value: print('2.0')",
    "the codec": (
        "from hbtutor.grading.run import wire\n"
        "wire.encode = lambda *a, **k: ['int', '0x2a']\nwire.WireError = KeyError"
    ),
    "the namespace": (
        "class Names(dict):\n    def __getitem__(self, k): return 41\n"
        "get_ipython().user_ns = Names(get_ipython().user_ns)"
    ),
    "the environment": (
        "import os\nos.environ['NBGRADER_VALIDATING'] = os.environ['PYTHONSTARTUP'] = '1'"
    ),
}

FORGERIES = {
    "a printed number": "print(2.0)\n2.0",
    "a displayed result": "display(2.0)\nprint('✓ x is right.')",
    "a printed verdict": (
        "import json\nprint(json.dumps({'verdicts': [{'grade_id': 'x-test', 'score': 2.0}]}))"
    ),
    "a message on every descriptor": (
        "import json, os\n"
        "for message in ({'value': ['int', '0x2a']}, {'verdicts': [], 'score': 2}):\n"
        "    data = json.dumps(message).encode()\n"
        "    for number in range(3, 64):\n"
        "        try: os.write(number, len(data).to_bytes(8, 'big') + data)\n"
        "        except OSError: pass"
    ),
    "a message of enormous length": (
        "import os\n"
        "for number in range(3, 64):\n"
        "    try: os.write(number, b'\\xff' * 8)\n"
        "    except OSError: pass"
    ),
    "nonsense on every descriptor": (
        "import os\n"
        "for number in range(3, 64):\n"
        "    try: os.write(number, (9).to_bytes(8, 'big') + b'nonsense!')\n"
        "    except OSError: pass"
    ),
}

_FIND = "def find():\n    import re\n{}\n    return None\nfound = find()\nx = found"
SPIES = {
    "the inputs": (
        "    for text in map(str, In):\n"
        "        if 'secret' in text and 'find' not in text: return 29"
    ),
    "the history": (
        "    for _, _, text in get_ipython().history_manager.get_range():\n"
        "        if 'secret:' in text and 'find()' not in text: return 29"
    ),
    "the frames": (
        "    import sys\n    frame = sys._getframe()\n    while frame:\n"
        "        for value in list(frame.f_locals.values()):\n"
        "            if isinstance(value, str) and 'secret' + ': f(7' in value: return 29\n"
        "        frame = frame.f_back"
    ),
    "the objects": (
        "    import gc\n    for thing in gc.get_objects():\n"
        "        if isinstance(thing, dict):\n"
        "            for value in list(thing.values()):\n"
        "                if type(value) is str and ('secret' + ': f(7') in value: return 29"
    ),
    "the files": (
        "    import os\n"
        "    for root, folders, files in os.walk('/'):\n"
        "        if root.startswith(('/proc', '/sys')): folders.clear(); continue\n"
        "        for name in files:\n"
        "            if 'site-packages' in root: continue\n"
        "            if name.endswith(('.ipynb', 'gradebook.db')):\n"
        "                return 29"
    ),
    "other processes": (
        "    import os\n"
        "    me = os.getpid()\n"
        "    for pid in filter(str.isdigit, os.listdir('/proc')):\n"
        "        if int(pid) != me:\n"
        "            try:\n"
        "                if open(f'/proc/{pid}/environ', 'rb').read(): return 29\n"
        "            except OSError: pass"
    ),
    "its own memory": (
        "    needle = b'secret' + b': f(7, 11)'\n"
        "    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:\n"
        "        for line in maps:\n"
        "            low, high = (int(part, 16) for part in line.split()[0].split('-'))\n"
        "            if ' rw' in line and high - low < 1 << 26:\n"
        "                try:\n"
        "                    memory.seek(low)\n"
        "                    if needle in memory.read(high - low): return 29\n"
        "                except (OSError, OverflowError, ValueError): pass"
    ),
    "open descriptors": (
        "    import os\n"
        "    for number in os.listdir('/proc/self/fd'):\n"
        "        target = os.readlink(f'/proc/self/fd/{number}')\n"
        "        if target.endswith(('.ipynb', '.db')) or 'socket' in target: return 29"
    ),
    "the declared answers": (
        "    import importlib\n"
        "    try: importlib.import_module('hbtutor.check.exercises.school_ability')\n"
        "    except ImportError: return None\n"
        "    return 29"
    ),
}


def attacks():
    """Yield the name and the answers of every attack."""
    for name, answers in OBJECTS.items():
        yield f"compare: {name}", answers
    for name, code in PATCHES.items():
        yield f"patch: {name}", {"x": f"{code}\nx = 41", "f": F.format("0")}
    for name, code in FORGERIES.items():
        yield f"forge: {name}", {"x": f"x = 41\n{code}", "f": F.format("0")}
    for name, code in SPIES.items():
        yield f"spy: {name}", {"x": _FIND.format(code), "f": F.format("found")}
