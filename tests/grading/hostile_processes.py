"""Answers that try to stop the grader, to stay, or to get out of the walls.

Each is run in the first answer of tests.grading.small.RELEASED, with the second answer right; where
the process survives, that one still earns its points.
"""

SURVIVES = {
    "sys.exit": "import sys; sys.exit(0)",
    "exit()": "exit()",
    "an endless loop": "while True: pass",
    "a sleep": "import time; time.sleep(10**6)",
    "endless recursion": "def g(): return g()\ng()",
    "a flood of output": "while True: print('x' * 10**6)",
    "a flood of errors": "import sys\nfor _ in range(10**4): print('e' * 10**4, file=sys.stderr)",
    "a flood of displays": "for i in range(10**4): display({'i': i})",
    "half characters": "print('\\ud800'); x = '\\ud800'",
    "terminal codes": "print('\\x1b[2J\\x07\\x00\\x1b]0;owned\\x07')",
    "an answer nested without end": "x = []\nfor _ in range(10**4): x = [x]",
    "an answer that holds itself": "x = []; x.append(x)",
    "an answer with a method that never ends": (
        "class X:\n    def __len__(self):\n"
        "        while True: pass\n    __iter__ = __len__\nx = X()"
    ),
    "a class whose name is no text": "x = type('a' * 10**6, (), {})()",
    "threads that stay": (
        "import threading, time\n"
        "for _ in range(5): threading.Thread(target=time.sleep, args=(10**6,)).start()"
    ),
    "a process that stays": "import subprocess; subprocess.Popen(['sleep', '1000000'])",
    "a process that hides in its own session": (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        for n in range(256):\n"
        "            try: os.close(n)\n"
        "            except OSError: pass\n"
        "        time.sleep(10**6)\n"
        "    os._exit(0)"
    ),
    "too many files": "import os\nfor i in range(10**5): open(f'{i}', 'w').close()",
    "a full disk": "with open('big', 'wb') as file:\n    while True: file.write(bytes(1 << 20))",
    "killing everybody": (
        "import os, signal\nos.kill(-1, signal.SIGTERM) if os.getpid() != 1 else 1/0"
    ),
    "more memory than there is": "x = bytearray(1 << 40)",
    "raising the limits": (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)\n"
        "x = 42"
    ),
}

MAY_END = {
    "too many descriptors": "import os\nwhile True: os.dup(0)",
    "os._exit": "import os; os._exit(0)",
    "killing itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "stopping itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "a crash": "import ctypes; ctypes.string_at(0)",
    "a loop in C": "sum(iter(int, 1))",
    "blocked signals": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass"
    ),
    "no alarm": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
    "a loop that catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: continue"
    ),
    "a fork bomb": "import os\nwhile True: os.fork()",
    "memory piece by piece": "x = []\nwhile True: x.append(bytearray(1 << 24))",
    "closing everything": "import os\nos.closerange(0, 1024)",
    "an answer of a gigabyte": "x = 'a' * (1 << 29)",
}

# Each raises unless the wall stands, in which case x is right: the points tell.
WALLS = {
    "the network": (
        "import socket\n"
        "for address in (('127.0.0.1', 22), ('10.0.0.1', 80), ('1.1.1.1', 53)):\n"
        "    try: socket.create_connection(address, 1)\n"
        "    except OSError: continue\n"
        "    raise RuntimeError('connected')"
    ),
    "the interfaces": (
        "import socket\nassert [name for _, name in socket.if_nameindex()] == ['lo']"
    ),
    "the system's files": (
        "for path in ('/usr/owned', '/etc/owned', '/owned', '/bin/owned'):\n"
        "    try: open(path, 'w')\n"
        "    except OSError: continue\n"
        "    raise RuntimeError('written')"
    ),
    "the installed package": (
        "import hbtutor\n"
        "try: open(hbtutor.__file__, 'a')\n"
        "except OSError: pass\n"
        "else: raise RuntimeError('written')"
    ),
    "the course": (
        "import hbtutor, pathlib\n"
        "above = pathlib.Path(hbtutor.__file__).parents[1]\n"
        "for name in ('solutions', 'exercises', 'submitted', 'tests', '.git', '_build'):\n"
        "    assert not (above / name).exists()"
    ),
    "homes and passwords": (
        "import os\n"
        "for path in ('/etc/shadow', '/etc/passwd', '/home', '/root/.ssh', '/var'):\n"
        "    assert not os.path.exists(path), path"
    ),
    "root": (
        "import os\n"
        "assert os.getuid() != 0\n"
        "try: os.setuid(0)\n"
        "except OSError: pass\n"
        "else: raise RuntimeError('root')"
    ),
    "rights": (
        "status = open('/proc/self/status').read()\n"
        "assert 'CapEff:\\t0000000000000000' in status\n"
        "assert 'CapPrm:\\t0000000000000000' in status\n"
        "assert 'NoNewPrivs:\\t1' in status"
    ),
    "mounting": (
        "import ctypes\nassert ctypes.CDLL(None).mount(b'tmpfs', b'/tmp', b'tmpfs', 0, 0) != 0"
    ),
    "other processes": (
        "import os\n"
        "pids = [p for p in os.listdir('/proc') if p.isdigit()]\n"
        "assert set(pids) <= {'1', str(os.getpid())}, pids"
    ),
    "the environment": (
        "import os\n"
        "assert not {'PYTEST_CURRENT_TEST', 'VIRTUAL_ENV', 'SSH_AUTH_SOCK'} & set(os.environ)"
    ),
    "what others left": (
        "import os, tempfile\n"
        "assert not [f for f in os.listdir(tempfile.gettempdir()) if not f.startswith('.')]"
    ),
}
