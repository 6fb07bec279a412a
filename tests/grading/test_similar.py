"""Similar submissions: copies are found under other names, independent answers are not."""

from hbtutor.grading.report.similar import similar

OWN = """
def first(values):
    total = 0
    for value in values:
        if value is not None:
            total = total + value ** 2
    return total / max(1, len(values))

result = {key: first([key, 3, 4]) for key in range(10) if key % 2 == 0}
"""
OTHER = """
import statistics

class Table:
    def __init__(self, rows):
        self.rows = [row for row in rows if row]

    def mean(self):
        while not self.rows:
            return None
        return statistics.fmean(self.rows) - 0.5 * statistics.pstdev(self.rows) or 1
"""
RENAMED = OWN.replace("first", "g").replace("total", "s").replace("values", "data") + "# mine\n"


def test_a_copy_under_other_names_is_found():
    (pair,) = similar({"ann": [OWN], "bob": [RENAMED], "cyd": [OTHER]})
    assert (pair.first, pair.second, pair.share) == ("ann", "bob", 1.0)


def test_what_was_handed_out_or_is_common_counts_for_nobody():
    assert similar({"ann": [OWN], "bob": [RENAMED]}, released=[OWN]) == ()
    assert similar({name: [OWN] for name in "abcdefgh"}) == ()


def test_short_answers_and_what_cannot_be_read_are_left_alone():
    assert similar({"ann": ["x = 1"], "bob": ["x = 1"]}) == ()
    assert similar({"ann": ["def ("], "bob": ["'''"]}) == ()
