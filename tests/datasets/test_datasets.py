"""The shipped tables against their provenance, read by another route than the library's."""

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hatchling.builders.wheel import WheelBuilder

import hbtutor
from hbtutor import datasets

ROOT = Path(__file__).parents[2]
FOLDER = Path(hbtutor.__file__).parent / "datasets" / "csv"
FILES = sorted(FOLDER.glob("*.csv"))


def whole(text):
    return text.lstrip("-").isdigit()


def number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_every_file_has_a_source_and_every_source_a_file():
    assert datasets.names() == [file.stem for file in FILES]
    assert len(FILES) == 35


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_matches_its_provenance(file):
    told = datasets.source(file.stem)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == told.sha256
    with file.open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    assert header == list(told.columns)
    assert len(rows) == told.rows
    table = datasets.load(file.stem)
    assert table.shape == (told.rows, len(header))
    for position, column in enumerate(header):
        fields = [row[position] for row in rows]
        kind = table[column].dtype.kind
        if all(whole(field) for field in fields):
            assert kind == "i", column
        elif all(number(field) for field in fields):
            assert kind == "f", column
        else:
            assert table[column].tolist() == fields
        assert not table[column].isna().any(), column


@pytest.mark.parametrize("name", datasets.names())
def test_provenance_is_complete_and_travels_with_the_table(name):
    attrs = datasets.load(name).attrs
    for field in ("title", "source", "licence", "citation"):
        assert len(attrs[field]) > 3, field
    assert any(
        mark in attrs["citation"] for mark in ("(18", "(19", "(20", "High School and Beyond")
    )
    assert all(len(meaning) > 2 for meaning in attrs["columns"].values())
    json.dumps(attrs)  # plain data only, so that pandas can copy and store them


def test_eight_schools_are_those_of_rubin():
    # Rubin (1981); BDA3 Table 5.2.
    schools = datasets.load("eight_schools")
    assert schools["effect"].tolist() == [28, 8, -3, 7, -1, 1, 18, 12]
    assert schools["std_error"].tolist() == [15, 10, 16, 11, 9, 11, 10, 18]
    assert pd.api.types.is_string_dtype(schools["school"])
    assert schools["school"][0] == "Choate"


def test_constructed_and_derived_tables_say_so():
    assert "CONSTRUCTED" in datasets.load("dyestuff2").attrs["notes"]
    assert "DERIVED" in datasets.load("golub_leukemia_genes").attrs["notes"]
    assert datasets.load("dyestuff").attrs["notes"] == ""


@pytest.mark.parametrize(
    ("name", "between", "within"),
    # Davies and Goldsmith (1972), Box and Tiao (1973): the analysis of variance, as printed.
    [("dyestuff", 1764.05, 2451.25), ("dyestuff2", -1.321913, 14.945907)],
)
def test_dyestuff_analysis_of_variance(name, between, within):
    groups = datasets.load(name).groupby("batch")["yield"]
    ms_within = float(groups.var().mean())
    ms_between = 5 * float(groups.mean().var())
    assert (ms_between - ms_within) / 5 == pytest.approx(between, rel=1e-6)
    assert ms_within == pytest.approx(within, rel=1e-5)


def test_tables_that_belong_together_agree():
    corps = datasets.load("prussian_horse_kicks")
    kept = corps[~corps["corps"].isin(["G", "I", "VI", "XI"])]
    table = datasets.load("count_frequencies").query("dataset == 'prussian_horse_kicks_200'")
    assert kept["deaths"].value_counts().sort_index().tolist() == table["frequency"].tolist()
    assert kept["deaths"].sum() == 122  # von Bortkiewicz (1898)

    genes, samples = datasets.load("pasilla_counts_1000"), datasets.load("pasilla_samples")
    assert list(genes.columns[1:]) == samples["sample"].tolist()

    pupils, schools = datasets.load("hsb_students"), datasets.load("hsb_schools")
    assert pupils["school"].unique().tolist() == schools["school"].tolist()

    players = datasets.load("efron_morris_baseball")
    assert (players["at_bats_early"] + players["at_bats_rest"] == players["at_bats_season"]).all()
    assert (players["hits_early"] + players["hits_rest"] == players["hits_season"]).all()


def test_baseball_arcsine_statistics_of_efron_and_morris():
    # Efron and Morris (1975), section 2; computed in R 4.2.2: tests/reference.
    reference = json.loads((ROOT / "tests/reference/efron_morris_baseball.json").read_text())
    players = datasets.load("efron_morris_baseball")
    x = np.sqrt(45) * np.arcsin(2 * players["hits_early"] / players["at_bats_early"] - 1)
    assert x.tolist() == pytest.approx(reference["x"], rel=1e-14)
    assert ((x - x.mean()) ** 2).sum() == pytest.approx(reference["S"], rel=1e-13)


def test_unknown_name_lists_near_matches():
    with pytest.raises(ValueError, match=r"got 'eight-school'. Did you mean eight_schools"):
        datasets.load("eight-school")
    with pytest.raises(ValueError, match=r"See hbtutor\.datasets\.names"):
        datasets.load("zzzz")
    with pytest.raises(ValueError, match="got 8"):
        datasets.load(8)


def test_each_call_gives_a_fresh_table():
    first = datasets.load("pumps")
    first.loc[0, "failures"] = 99
    first.attrs["columns"]["failures"] = "spoiled"
    second = datasets.load("pumps")
    assert second["failures"][0] == 5
    assert second.attrs["columns"]["failures"] == "failures (count)"


def test_a_label_that_spells_missing_stays_a_label(monkeypatch, tmp_path):
    table = pd.read_csv(FOLDER / "pumps.csv").astype({"pump": object})
    table.loc[0, "pump"] = "NA"
    (tmp_path / "csv").mkdir()
    table.to_csv(tmp_path / "csv" / "pumps.csv", index=False)
    monkeypatch.setattr(datasets.resources, "files", lambda package: tmp_path)
    assert datasets.load("pumps")["pump"][0] == "NA"


def test_names_do_not_import_pandas():
    code = (
        "import sys, hbtutor; hbtutor.datasets.names(); "
        "print([m for m in ('pandas', 'numpy') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_tables_and_sources_are_in_the_wheel():
    shipped = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert "hbtutor/datasets/sources.toml" in shipped
    assert {f"hbtutor/datasets/csv/{file.name}" for file in FILES} <= shipped
