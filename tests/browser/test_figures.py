"""The interactive figures: they answer the keyboard, and their numbers are those of hbtutor."""

import json

import numpy as np
import pytest

from hbtutor import FlatPriorNormal, NormalNormal, datasets

pytestmark = pytest.mark.browser
SHRINKAGE = ("book/principles/shrinkage", "#fig-mechanism .hb-figure")
POOLING = ("book/principles/borrowing-strength", "#fig-three-regimes .hb-figure")


class Figure:
    """One interactive figure on an open page."""

    def __init__(self, page, selector):
        self.page = page
        self.host = page.locator(selector)

    def read(self, what):
        return json.loads(self.host.get_attribute(f"data-{what}"))

    def slider(self, name):
        return self.host.locator(f"input[name={name}]")

    def put(self, name, value):
        script = "(i, v) => { i.value = v; i.dispatchEvent(new Event('input', {bubbles: true})) }"
        self.slider(name).evaluate(script, value)

    def sentence(self):
        return self.host.locator(".hb-sentence").inner_text()

    def picture(self):
        return self.host.locator("svg").inner_html()


@pytest.fixture
def shrinkage(visit):
    return Figure(visit(SHRINKAGE[0]).page, SHRINKAGE[1])


@pytest.fixture
def pooling(visit):
    return Figure(visit(POOLING[0]).page, POOLING[1])


def same(figure, expected):
    for name, value in expected.items():
        np.testing.assert_allclose(figure.read("numbers")[name], value, rtol=1e-12, atol=1e-12)


def test_the_figure_begins_with_the_chapters_school(shrinkage):
    values = shrinkage.read("values")
    assert values == {"mu": 50, "ybar": 60, "n": 4, "sigma2": 100, "tau2": 25}


@pytest.mark.parametrize(
    ("n", "sigma2", "tau2"),
    [(1, 4, 0.5), (3, 117, 12.5), (7, 400, 0.5), (17, 251, 88.5), (100, 4, 100), (64, 399, 31)],
)
def test_shrinkage_shows_the_librarys_numbers(shrinkage, n, sigma2, tau2):
    for name, value in {"n": n, "sigma2": sigma2, "tau2": tau2}.items():
        shrinkage.put(name, value)
    model = NormalNormal(mu=50, tau2=tau2)
    posterior = model.posterior(60, sigma2=sigma2, n=n)
    B = model.shrinkage(sigma2=sigma2, n=n)
    same(shrinkage, {"B": B, "mean": posterior.mean, "var": posterior.var, "sd": posterior.sd})


def test_shrinkage_reaches_complete_pooling(shrinkage):
    shrinkage.slider("tau2").focus()
    shrinkage.page.keyboard.press("Home")
    model = NormalNormal.complete_pooling(mu=50)
    posterior = model.posterior(60, sigma2=100, n=4)
    assert shrinkage.read("values")["tau2"] == 0
    same(shrinkage, {"B": model.shrinkage(sigma2=100, n=4), "mean": posterior.mean, "var": 0})
    assert "NaN" not in shrinkage.picture()
    assert "100 % of the way back" in shrinkage.sentence()


@pytest.mark.parametrize(("name", "step"), [("n", 1), ("sigma2", 1), ("tau2", 0.5)])
def test_every_slider_answers_the_keyboard(shrinkage, name, step):
    before, drawn, said = shrinkage.read("values")[name], shrinkage.picture(), shrinkage.sentence()
    slider = shrinkage.slider(name)
    slider.focus()
    for _ in range(3):
        shrinkage.page.keyboard.press("ArrowRight")
    assert shrinkage.read("values")[name] == before + 3 * step
    assert shrinkage.picture() != drawn
    assert shrinkage.sentence() != said
    assert slider.get_attribute("aria-valuetext") == f"{before + 3 * step:g}"


def test_the_reader_is_told_in_words_and_in_a_table(shrinkage):
    assert shrinkage.host.locator(".hb-sentence").get_attribute("aria-live") == "polite"
    shrinkage.put("n", 16)
    assert "With 16 students tested, B is 0.200" in shrinkage.sentence()
    assert "posterior is 58.00 with standard deviation 2.24" in shrinkage.sentence()
    shrinkage.host.locator("summary").click()
    row = shrinkage.host.locator("tbody tr", has_text="posterior").inner_text().split()
    assert row[:4] == ["posterior", "58.00", "5.00", "2.24"]
    assert shrinkage.host.locator("svg").get_attribute("aria-label")


def test_start_again_brings_everything_back(shrinkage):
    before = shrinkage.read("numbers")
    shrinkage.put("n", 90)
    shrinkage.put("sigma2", 11)
    shrinkage.host.get_by_role("button", name="Start again").click()
    assert shrinkage.read("numbers") == before
    assert shrinkage.slider("n").input_value() == "4"


def test_every_slider_has_a_name(shrinkage):
    for name, words in {"n": "Students", "sigma2": "students", "tau2": "schools"}.items():
        label = shrinkage.page.locator(f"label[for={shrinkage.slider(name).get_attribute('id')}]")
        assert words in label.inner_text()


def test_the_picture_is_redrawn_at_phone_width(visit):
    wide = Figure(visit(SHRINKAGE[0]).page, SHRINKAGE[1])
    narrow = Figure(visit(SHRINKAGE[0], phone=True).page, SHRINKAGE[1])
    widths = [
        float(f.host.locator("svg").get_attribute("viewBox").split()[2]) for f in (wide, narrow)
    ]
    assert widths[0] > 550
    assert widths[1] <= 390
    assert narrow.read("numbers") == wide.read("numbers")


def test_pooling_is_about_the_eight_schools(pooling):
    schools = datasets.load("eight_schools")
    values = pooling.read("values")
    assert values["y"] == schools.effect.tolist()
    assert values["sigma2"] == (schools.std_error**2).tolist()


@pytest.mark.parametrize("tau", [0.5, 3, 7, 13.5, 40])
def test_pooling_shows_the_librarys_numbers(pooling, tau):
    schools = datasets.load("eight_schools")
    y, sigma2 = schools.effect.to_numpy(), schools.std_error.to_numpy() ** 2
    pooling.put("tau", tau)
    mu = FlatPriorNormal(tau2=tau**2).posterior(y, sigma2=sigma2).mu.mean
    model = NormalNormal(mu=mu, tau2=tau**2)
    posterior = model.posterior(y, sigma2=sigma2)
    B = model.shrinkage(sigma2=sigma2)
    same(pooling, {"mu": mu, "B": B, "mean": posterior.mean, "var": posterior.var})


def test_pooling_reaches_both_ends(pooling):
    schools = datasets.load("eight_schools")
    precision = 1 / schools.std_error**2
    pooled = (precision * schools.effect).sum() / precision.sum()
    pooling.slider("tau").focus()
    pooling.page.keyboard.press("Home")
    same(pooling, {"mean": [pooled] * 8, "B": [1] * 8, "var": [0] * 8})
    assert "complete pooling, every estimate 7.7" in pooling.sentence()
    pooling.page.keyboard.press("End")
    assert "school A's 28 becomes" in pooling.sentence()
