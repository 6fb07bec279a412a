"""Submissions graded per minute: stock nbgrader, and hbtutor with sandbox and referee on.

    python benchmarks/grading.py [--stock 6] [--ours 40] [--workers 2]

Honest submissions of School ability (NumPy, SymPy, pandas, Matplotlib), each student with the same
answers and, as the exercise has it, numbers of their own.  Stock nbgrader takes seconds for each:
few tell its rate.  Both write autograded notebooks and the gradebook; starting counts for both.
The seconds of processor time do not depend on what else the machine is doing.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hbtutor.grading.course import Course  # noqa: E402
from hbtutor.grading.grade import grade  # noqa: E402
from hbtutor.grading.new_course import new_course  # noqa: E402
from hbtutor.grading.run.bench import bench, close_all  # noqa: E402
from hbtutor.grading.run.sandbox import isolation  # noqa: E402
from tests.grading.sample_answers import RIGHT  # noqa: E402
from tests.grading.sample_class import answered  # noqa: E402

EXERCISE = "school-ability"


def hand_in(course, count):
    released = json.loads(
        (course.folder("release", ".", EXERCISE) / f"{EXERCISE}.ipynb").read_text("utf-8")
    )
    for number in range(count):
        folder = course.folder("submitted", f"s{number:04}", EXERCISE)
        folder.mkdir(parents=True)
        notebook = answered(released, RIGHT)
        # A comment of one's own: no two submissions are the same run.
        notebook["cells"][-1]["metadata"]["number"] = number
        (folder / f"{EXERCISE}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def scores(course):
    with course.gradebook() as gradebook:
        return [entry.score for entry in gradebook.assignment_submissions(EXERCISE)]


def stock(folder, count):
    """Seconds that plain nbgrader takes, with its own preprocessors and kernels."""
    new_course(folder, [EXERCISE])
    course = Course(folder)
    hand_in(course, count)
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", EXERCISE],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start, scores(course)


def ours(folder, count, workers):
    """Seconds that hbtutor takes for the same, isolation and referee on."""
    new_course(folder, [EXERCISE])
    course = Course(folder)
    hand_in(course, count)
    start = time.perf_counter()
    grade(course, workers=workers, feedback=False)
    return time.perf_counter() - start, scores(course)


def memory():
    """Megabytes that the warm processes of one worker hold, shared pages counted once."""
    pair = bench(isolation(Course(ROOT).limits))
    total = 0
    for process in (pair._keeper, pair._referees):
        for pid in (process.pid, *children(process.pid)):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
            total += sum(int(line.split()[1]) for line in text.splitlines() if "Pss:" in line)
    close_all()
    return total / 1024


def processor():
    """Seconds of processor time that this process and those it waited for have taken."""
    close_all()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def children(pid):
    from hbtutor.grading.run.processes import descendants

    return descendants(pid)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock", type=int, default=6)
    parser.add_argument("--ours", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    rates = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, count, run in (
            ("stock nbgrader", asked.stock, lambda f, n: stock(f, n)),
            ("hbtutor", asked.ours, lambda f, n: ours(f, n, asked.workers)),
        ):
            before = processor()
            seconds, earned = run(Path(scratch) / name.replace(" ", "-"), count)
            rates[name] = 60 * count / seconds
            print(
                f"{name:15} {count:4} submissions {seconds:7.1f} s {rates[name]:7.1f} a minute, "
                f"processor {(processor() - before) / count:.2f} s each, "
                f"scores {sorted(set(earned))}"
            )
    print(f"ratio           {rates['hbtutor'] / rates['stock nbgrader']:.1f}")
    print(f"memory          {memory():.0f} MB for each worker's warm processes")


if __name__ == "__main__":
    main()
