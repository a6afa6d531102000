"""`coachkit report` from a real file: scored by the program itself, reported, and exercises in the practice queue."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from coachkit.batch import score_frame
from coachkit.cli import app

pytestmark = pytest.mark.slow

REPLIES = (
    "Hi Anna, I'm sorry your coat is late. I checked it just now: it will be with you on Friday. Kind regards, Elin",
    "You should have checked the tracking page prior to contacting us. We apologise for any inconvenience caused.",
)


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """Forty replies of two agents with their scores."""
    frame = pd.DataFrame(
        {"text": [REPLIES[place % 2] for place in range(40)], "customer": "Where is my coat?", "channel": "chat"}
    )
    frame = frame.assign(agent_name=[f"agent-{'ab'[place % 2] * 6}" for place in range(40)], row=range(1, 41))
    path = tmp_path / "scored.csv"
    pd.concat([frame, score_frame(frame)], axis=1).to_csv(path, index=False)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the test's own."""
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COACHKIT_DB", raising=False)


def run(*arguments: object) -> tuple[int, str]:
    """What the command says, and its exit code."""
    done = CliRunner().invoke(app, ["report", *map(str, arguments)])
    return done.exit_code, done.output


def test_it_writes_pages_and_tables_and_says_where(scored: Path, tmp_path: Path) -> None:
    code, said = run(scored, "--out", tmp_path / "out")
    assert code == 0, said
    assert "4 pages" in said
    assert {path.name for path in (tmp_path / "out").glob("*.html")} == {
        "index.html", "team.html", "agent-001.html", "agent-002.html",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("switch", "pages"),
    [("--team", {"index.html", "team.html"}), ("--agents", {"index.html", "agent-001.html", "agent-002.html"})],
)
def test_only_what_was_asked_for_is_written(switch: str, pages: set[str], scored: Path, tmp_path: Path) -> None:
    code, said = run(scored, "--out", tmp_path / "out", switch)
    assert code == 0, said
    assert {path.name for path in (tmp_path / "out").glob("*.html")} == pages


def test_the_next_exercises_wait_in_the_queue_of_the_learner_once(scored: Path, tmp_path: Path) -> None:
    from coachkit.store import Store

    learners = tmp_path / "who.csv"
    learners.write_text("agent,learner\nagent-bbbbbb,Oona\n", "utf-8")
    for expected in ("0 were there already", "0 exercises were put"):
        code, said = run(scored, "--out", tmp_path / "out", "--queue", "--learners", learners)
        assert code == 0, said
        assert expected in said
    store = Store.open()
    waiting = store.queue(store.learner("Oona"))
    assert waiting
    assert all(one.criteria and one.by == "coachkit report" for one in waiting)
    assert store.queue(store.learner("agent-bbbbbb")) == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [("agent,name\na,b\n", "no column 'learner'"), ("agent,learner\na,b\na,c\n", "agent 'a' is 'b' already")],
)
def test_an_unclear_list_of_learners_is_refused(content: str, reason: str, scored: Path, tmp_path: Path) -> None:
    learners = tmp_path / "who.csv"
    learners.write_text(content, "utf-8")
    code, said = run(scored, "--out", tmp_path / "out", "--queue", "--learners", learners)
    assert code == 2
    assert reason in said


def test_pages_of_agents_need_agents(tmp_path: Path) -> None:
    path = tmp_path / "scored.csv"
    pd.DataFrame({"text": ["Hi"], "total": [50], "clarity": [50], "weakest": [""]}).to_csv(path, index=False)
    assert "--agent-name-column" in run(path, "--out", tmp_path / "out", "--agents")[1]
    assert run(path, "--out", tmp_path / "out")[0] == 0


def test_a_place_that_cannot_be_written_is_told(scored: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    code, said = run(scored, "--out", tmp_path / "out")
    assert code == 2
    assert "cannot be written" in said


def test_the_criteria_of_a_rubric_of_ones_own_are_called_by_their_names(tmp_path: Path, root: Path) -> None:
    criterion, rubric, *_ = re.findall(
        r"^```yaml\n(.*?)^```$", (root / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    folder = tmp_path / "ours"
    (folder / "criteria" / "tone").mkdir(parents=True)
    (folder / "criteria" / "tone" / "wishes_well.yaml").write_text(criterion, "utf-8")
    (folder / "our_chat.yaml").write_text(rubric, "utf-8")
    wishes = "I moved your ticket to Friday, and it is in your inbox already. Safe journey to York!"
    plain = "I moved your ticket to Friday, and it is in your inbox already. The price is the same."
    rows = [
        {"text": (wishes, plain, plain)[n % 3], "agent_name": f"agent-{'ab'[n % 2] * 6}", "channel": "chat"} for n in range(30)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "in.csv", index=False)
    asked = ("--rubric", str(folder / "our_chat.yaml"))
    files = [str(tmp_path / name) for name in ("in.csv", "scored.csv", "evidence.csv")]
    done = CliRunner().invoke(app, ["score", files[0], "--out", files[1], "--evidence", files[2], "--criteria", *asked])
    assert done.exit_code == 0, done.output
    pages = {}
    for name, more in (("named", asked), ("not", ())):
        code, said = run(files[1], "--evidence", files[2], "--out", tmp_path / name, "--language", "fi", *more)
        assert code == 0, said
        pages[name] = "".join(path.read_text("utf-8") for path in sorted((tmp_path / name).glob("*.html")))
    assert "Toivottaa hyvää" in pages["named"]
    assert "tone.wishes_well" not in pages["named"]
    assert "Voisitko lopettaa toivotukseen" in pages["named"] or "Toivotus sopii asiakkaan tilanteeseen" in pages["named"]
    assert "tone.wishes_well" in pages["not"]
    assert run(files[1], "--out", tmp_path / "out", "--rubric", "our_chatt.yaml")[0] == 2


def test_a_learner_of_an_agent_who_is_not_in_the_file_is_told(scored: Path, tmp_path: Path) -> None:
    learners = tmp_path / "who.csv"
    learners.write_text("agent,learner\nagent-bbbbbb,Oona\nagent-nobody,Aino\n", "utf-8")
    code, said = run(scored, "--out", tmp_path / "out", "--queue", "--learners", learners)
    assert code == 0, said
    assert "(1) are not in the scored file, so nothing was queued for them: agent-nobody" in " ".join(said.split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "does not name these agents (1), so nothing was queued for them: "),
        ("fi", "ei ole näitä asiakaspalvelijoita (1), joten heille ei lisätty mitään: "),
        ("sv", "De här handläggarna (1) finns inte i tabellen, så inget lades i kö för dem: "),
    ],
)
def test_an_agent_whom_the_table_of_learners_does_not_name_is_told_and_gets_no_queue(
    language: str, told: str, scored: Path, tmp_path: Path
) -> None:
    from coachkit.store import Store

    named, unnamed = "agent-aaaaaa", "agent-bbbbbb"
    learners = tmp_path / "who.csv"
    learners.write_text(f"agent,learner\n{named},Oona\n", "utf-8")
    asked = (scored, "--out", tmp_path / "out", "--queue", "--language", language)
    assert f"{told}{unnamed}" in " ".join(run(*asked, "--learners", learners)[1].split())
    store = Store.open()
    assert store.queue(store.learner(unnamed)) == ()
    assert told not in " ".join(run(*asked)[1].split())
    assert store.queue(store.learner(unnamed))
