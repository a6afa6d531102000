"""The whole loop by one command: masked, scored, sampled, reviewed, compared, calibrated, reported, put into practice."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")

from coachkit.reviews.scored import read_scored
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import readable_courses
from coachkit.store import Store
from coachkit.team.words import team_words
from coachkit.transcripts.reading import open_table
from examples import whole_loop

SAMPLE = Path(__file__).resolve().parents[1] / "exercises" / "sample" / "messages.jsonl"
PSEUDONYM = re.compile(r"agent-[2-9a-z]{6}")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Ran:
    """A loop that was run: its data, the agents' column, what it wrote and what it said."""

    source: Path
    column: str
    files: whole_loop.Files
    said: str

    @property
    def simulated(self) -> bool:
        """Whether the reviews were made by a program."""
        return self.column == "company"

    @property
    def scored(self) -> pd.DataFrame:
        """The scored rows."""
        return pd.read_parquet(self.files.scored)

    @property
    def store(self) -> Store:
        """The loop's own store."""
        return Store.open(f"sqlite:///{self.files.home / 'practice.sqlite3'}")


@pytest.fixture(scope="module", params=["the bundled sample", "public conversations"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The loop, run once on each."""
    folder, more = tmp_path_factory.mktemp("loop"), list[str]()
    source, column = SAMPLE, whole_loop.AGENTS
    if request.param != "the bundled sample":
        source, column = request.getfixturevalue("shared") / "transcripts" / "twitter-care.jsonl", "company"
        more = ["--data", str(source), "--agent-name-column", column]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert whole_loop.main(["--out", str(folder / "out"), *more]) == 0
    return Ran(source, column, whole_loop.files_in(folder / "out"), said.getvalue())


def rows(path: Path) -> list[dict[str, Any]]:
    return [dict(one.values) for one in open_table(path).rows]


def test_every_step_is_shown_with_its_command_and_what_it_wrote(ran: Ran) -> None:
    steps = re.findall(r"^== (\d)\. .*\n(?:.*SIMULATED.*\n(?:  .*\n)+)?\$ coachkit (\w+)", ran.said, re.MULTILINE)
    names = ["mask", "score", "sample", "reviews", "agreement", "calibrate", "report"]
    assert steps == [(str(number), name) for number, name in enumerate(names, start=1)]
    for path in ("masked", "scored", "evidence", "sample", "agreement", "reports"):
        assert str(getattr(ran.files, path)) in ran.said
        assert getattr(ran.files, path).exists()
    assert ("SIMULATED, by a program" in ran.said) == ran.simulated


def test_every_row_is_masked_as_often_as_the_step_says(ran: Ran) -> None:
    before, after = rows(ran.source), rows(ran.files.masked)
    assert len(after) == len(before)
    assert all(PSEUDONYM.fullmatch(row[ran.column]) for row in after if row[ran.column])
    written = Counter(
        kind
        for old, new in zip(before, after, strict=True)
        for name, text in new.items()
        if isinstance(text, str) and text != old.get(name)
        for kind in re.findall(r"<([A-Z-]+)-\d+>", text)
    )
    assert written["PERSON"] == number(ran.said, r"^  names +([\d,]+)$")
    assert written["PHONE"] == number(ran.said, r"^  telephone numbers +([\d,]+)$")


def number(text: str, pattern: str) -> int:
    """A number that stands in what was said."""
    found = re.search(pattern, text, re.MULTILINE)
    assert found, pattern
    return int(found[1].replace(",", ""))


def test_every_reply_of_an_agent_is_scored_and_written_as_it_was_masked(ran: Ran) -> None:
    before, masked, scored = rows(ran.source), rows(ran.files.masked), ran.scored
    spoken = [place for place, row in enumerate(before, start=1) if row["speaker"] == "agent"]
    assert len(spoken) == number(ran.said, r"Replies scored +([\d,]+)$") + scored["total"].isna().sum()
    assert scored["row"].tolist() == spoken
    assert scored["text"].tolist() == [masked[place - 1]["text"] for place in spoken]
    known = scored["total"].dropna()
    assert f"{known.mean():.1f}" in re.findall(r"^Total +([\d.]+)", ran.said, re.MULTILINE)


def test_every_quote_of_the_evidence_stands_in_its_masked_reply(ran: Ran) -> None:
    texts = dict(zip(ran.scored["row"], ran.scored["text"], strict=True))
    evidence = rows(ran.files.evidence)
    assert len(evidence) > len(texts)
    assert {row["row"] for row in evidence} <= set(texts)
    assert all(texts[row["row"]][row["start"] : row["end"]] == row["quote"] for row in evidence)


def test_the_sample_stands_for_all_replies(ran: Ran) -> None:
    keys = {one.key for one in read_scored(ran.files.scored).replies() if one is not None}
    sample = rows(ran.files.sample)
    assert {row["key"] for row in sample} <= keys
    assert sum(float(row["weight"]) for row in sample if "random" in row["why"]) == pytest.approx(len(keys))


def test_every_review_of_the_file_is_in_the_store(ran: Ran) -> None:
    source = rows(ran.files.simulated if ran.simulated else whole_loop.SAMPLE_REVIEWS)
    kept = ran.store.reviews()
    assert Counter(one.reviewer for one in kept) == Counter(row["reviewer"] for row in source)
    assert sorted(one.total for one in kept if one.total is not None) == pytest.approx(
        sorted(float(row["total"]) for row in source)
    )
    assert {one.key for one in ran.store.replies()} == {one.reply for one in kept}
    assert {one.text for one in ran.store.replies()} <= set(ran.scored["text"])


def test_agreement_counts_the_replies_and_finds_each_reviewers_bias(ran: Ran) -> None:
    totals = {row["who"]: row for row in rows(ran.files.agreement) if row["criterion"] == "total"}
    often = Counter(one.reply for one in ran.store.reviews())
    assert int(totals["people"]["replies"]) == sum(count > 1 for count in often.values())
    assert int(totals["coachkit"]["replies"]) == len(often)
    if ran.simulated:
        strict, mild = whole_loop.LEANS.values()
        for who, lean in zip(whole_loop.LEANS, ((strict - mild) / 2, (mild - strict) / 2), strict=True):
            shown = re.search(rf"^  {who} +(-?[\d.]+) \[(-?[\d.]+), (-?[\d.]+)\]", ran.said, re.MULTILINE)
            assert shown
            assert float(shown[2]) - 0.3 <= lean <= float(shown[3]) + 0.3


def test_the_proposal_moves_weights_towards_what_people_care_for(ran: Ran) -> None:
    if not ran.simulated:
        assert not ran.files.rubric.exists()
        return
    before, after = load_rubric("social"), load_rubric(ran.files.rubric)
    assert after.file.version == before.file.version + 1
    for name, factor in whole_loop.CARED_FOR.items():
        assert (after.weights[name] > before.weights[name]) == (factor > 1), name
    assert min(after.weights.values()) > 0
    change = re.search(r"^  change +(-?[\d.]+) \[(-?[\d.]+)", ran.said, re.MULTILINE)
    assert change
    assert float(change[2]) > 0


def test_the_reports_figures_are_the_tables(ran: Ran) -> None:
    scored = ran.scored.dropna(subset=["total"])
    summary = pd.read_csv(ran.files.reports / "summary.csv").fillna({"name": ""})
    assert pd.read_parquet(ran.files.reports / "summary.parquet").round(6).equals(summary.round(6))
    team = summary[summary["group"] == "team"].set_index("measure")
    for name in ("total", "clarity", "empathy", "readability", "tone"):
        assert team.loc[name, "mean"] == pytest.approx(scored[name].mean(), abs=0.0051)
        assert team.loc[name, "replies"] == scored[name].notna().sum()
    criterion = "clarity.next_step"
    assert team.loc[criterion, "mean"] == pytest.approx(100 * scored[criterion].mean(), abs=0.0051)
    agents = summary[(summary["group"] == "agent") & (summary["measure"] == "total")].set_index("name")["mean"]
    means = scored.groupby(ran.column)["total"].mean()
    assert agents.to_dict() == pytest.approx(means.to_dict(), abs=0.0051)
    page = (ran.files.reports / "team.html").read_text("utf-8")
    assert f"{scored['total'].mean():.0f}" in page
    assert f"{len(scored):,} replies" in page or f"{len(scored)} replies" in page


def test_every_agent_has_a_page_of_their_own(ran: Ran) -> None:
    agents = sorted(set(ran.scored.dropna(subset=["total"])[ran.column]))
    pages = sorted(ran.files.reports.glob("agent-*.html"))
    assert len(pages) == len(agents)
    for agent, page in zip(agents, pages, strict=True):
        assert agent in page.read_text("utf-8")
        assert set(PSEUDONYM.findall(page.read_text("utf-8"))) & set(agents) == {agent}
        assert page.name in (ran.files.reports / "index.html").read_text("utf-8")


def test_the_exercises_that_a_page_names_wait_in_the_agents_queue(ran: Ran) -> None:
    library = {one.id: one for course in readable_courses(None) for one in course.scenarios}
    agents = sorted(set(ran.scored.dropna(subset=["total"])[ran.column]))
    count, why = 0, team_words("en").next_note
    for place, agent in enumerate(agents, start=1):
        page = (ran.files.reports / f"agent-{place:03d}.html").read_text("utf-8")
        for row in ran.store.queue(ran.store.learner(agent)):
            count += 1
            assert (row.by, row.reason, row.done) == ("coachkit report", why, None)
            assert row.criteria
            assert json.dumps(library[row.scenario_id].title, ensure_ascii=False).strip('"').split("'")[0] in page
    assert count == number(ran.said, r"^([\d,]+) exercises were put into practice queues") > 0
    assert number(ran.said, r"^Practice queues in .*: ([\d,]+) exercises") == count


def test_nobody_s_own_store_is_touched(ran: Ran) -> None:
    assert Store.open().reviews() == ()
    assert ran.store.reviews()
