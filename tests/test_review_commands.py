"""The reviewer's commands as people meet them: a scored file in, a sample, reviews, agreement and a proposal out."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from coachkit.batch import score_many
from coachkit.cli import FINE, WRONG_USE, app
from coachkit.cli.review_words import review_words
from coachkit.model import Reply
from coachkit.practice.words import filled
from coachkit.reviews.masking import words_of
from coachkit.reviews.scored import read_scored
from coachkit.reviews.tables import write_reviews
from coachkit.reviews.totals import total_of
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import load_rubric
from coachkit.store import Store
from coachkit.team.numbers import FEW
from coachkit.team.words import team_words
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import writing

pytestmark = pytest.mark.slow

PARTS = (
    ("Hi Priya!", "Hello,", "", "Hey there 🙂🙂🙂"),
    ("I'm sorry your lamp came broken.", "We regret the inconvenience.", "You should have checked it."),
    ("I'll send you a new one today; you have it on Friday 14 March.", "We will look into it.", "It is not our fault."),
    ("Keep the broken one. All the best, Aino", "Regards", "Do not reply to this message, pursuant to our terms."),
)
CUSTOMER = "My lamp came broken! When will I get a new one? Priya"
LEANS = {"Aino": -6.0, "Eino": 3.0}


def run(*arguments: object) -> Result:
    """The command in this process."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored file of 108 replies, as `coachkit score --out --criteria` writes it."""
    texts = [f"{a} {b} {c} {d}" for a in PARTS[0] for b in PARTS[1] for c in PARTS[2] for d in PARTS[3]]
    rows: list[dict[str, Any]] = []
    for block in score_many([Reply(text, CUSTOMER, "chat", "en") for text in texts]):
        for place, text in enumerate(texts):
            card = block.card(place).columns()
            setting = {"conversation": f"c{place}", "agent_name": f"agent-{place % 2}", "channel": "chat", "text": text}
            ours = {"row": place + 1, "customer": CUSTOMER, "gates": " ".join(card["gates"]), "language": "en"}
            totals = {name: card[name] for name in ("total", "clarity", "empathy", "readability", "tone")}
            rows.append(setting | ours | totals | card["criteria"])
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = {name: TEXT if isinstance(rows[0].get(name), str) else NUMBER for name in names} | {"row": WHOLE}
    path = tmp_path_factory.mktemp("scored") / "scored.csv"
    with writing(path, kinds) as write:
        write(rows)
    return path


def replies(scored: Path) -> list[ReplyRow]:
    """The replies of the scored file."""
    return [one for one in read_scored(scored).replies() if one is not None]


@pytest.fixture
def reviews(scored: Path, tmp_path: Path) -> Path:
    """Reviews of 90 replies by two people of known lean, who care for apologies more than the rubric does."""
    generator = np.random.default_rng(4)
    chat = load_rubric("chat")
    weights = {name: weight * (3 if "apology" in name or "no_blame" in name else 0.5) for name, weight in chat.weights.items()}
    theirs = replace(chat, weights=weights)
    said = []
    for one in replies(scored)[:90]:
        assert one.machine is not None
        for who, lean in LEANS.items():
            total = total_of(one.machine.criteria, theirs, one.machine.gates)
            assert total is not None
            noisy = float(np.clip(total + lean + generator.normal(0, 2), 0, 100))
            scores = {name: float(round(2 * score) / 2) for name, score in one.machine.criteria.items() if score is not None}
            said.append(ReviewRow(one.key, who, scores, noisy, blind=who == "Aino", rubric="chat", comment="=1+1"))
    path = tmp_path / "reviews.csv"
    write_reviews(path, said, replies(scored))
    return path


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the test's own."""
    pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")
    monkeypatch.delenv("COACHKIT_DB", raising=False)
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))


def test_a_sample_is_written_with_the_reason_for_each_reply(scored: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample.csv"
    shown = run("sample", scored, "--out", out, "--precision", 4, "--lowest", 5, "--csat", 0)
    assert shown.exit_code == FINE
    assert "agent-0 / chat" in shown.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = {one.key: one for one in replies(scored)}
    assert {row["key"] for row in rows} <= set(known)
    assert sum("lowest" in row["why"] for row in rows) == 5
    drawn = [row for row in rows if "random" in row["why"]]
    assert sum(float(row["weight"]) for row in drawn) == pytest.approx(108)
    assert all(row["weight"] == "" for row in rows if row not in drawn)
    again = tmp_path / "again.csv"
    run("sample", scored, "--out", again, "--precision", 4, "--lowest", 5, "--csat", 0)
    assert again.read_bytes() == out.read_bytes()
    assert any(" " in row["why"] for row in rows)
    several = review_words("en").several
    assert several in shown.output
    none = ("--lowest", 0, "--uncertain", 0, "--gates", 0, "--outliers", 0, "--csat", 0)
    assert several not in run("sample", scored, "--out", again, *none).output


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_agreement_over_few_replies_stands_in_brackets_and_is_explained(
    scored: Path, reviews: Path, language: str, tmp_path: Path
) -> None:
    with reviews.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    chosen = sorted({row["reply"] for row in rows})[:4]
    few = tmp_path / "few.csv"
    with few.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["reply"] in chosen)
    note = filled(team_words(language).few_note, few=FEW)
    told = " ".join(run("agreement", few, "--scored", scored, "--language", language).output.split())
    assert "(4)" in told
    assert note in told
    many = " ".join(run("agreement", reviews, "--scored", scored, "--language", language).output.split())
    assert note not in many


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_figures_are_told_in_each_language(scored: Path, reviews: Path, language: str, tmp_path: Path) -> None:
    told = run("agreement", reviews, "--scored", scored, "--language", language).output
    for text in ("180", "90", "Aino", "kappa", "["):
        assert text in told
    sampled = run("sample", scored, "--out", tmp_path / "s.xlsx", "--language", language, "--by", "agent_name").output
    assert "agent-1" in sampled
    sheet = load_workbook(tmp_path / "s.xlsx").active
    assert sheet is not None
    assert sheet.max_row > 10


def test_agreement_finds_the_lean_of_each_reviewer_and_writes_every_figure(scored: Path, reviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.jsonl"
    shown = run("agreement", reviews, "--scored", scored, "--out", out)
    assert "90 of them" in shown.output
    (aino,) = [line for line in shown.output.splitlines() if line.strip().startswith("Aino")]
    assert float(aino.split()[1]) == pytest.approx((LEANS["Aino"] - LEANS["Eino"]) / 2, abs=0.7)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["who"] for row in rows} == {"people", "coachkit"}
    total = next(row for row in rows if row["criterion"] == "total")
    assert total["interval_low"] < total["interval"] < total["interval_high"]
    blind = run("agreement", reviews, "--scored", scored, "--blind")
    assert "90 reviews of 90 replies by 1 person" in blind.output


@pytest.mark.usefixtures("own_store")
def test_reviews_go_into_the_store_once_and_out_again(scored: Path, reviews: Path, tmp_path: Path) -> None:
    first = run("reviews", "import", reviews, "--scored", scored)
    assert "180 reviews and 0 disputes read; 180 reviews are new" in first.output
    assert "180 reviews and 0 disputes read; 0 reviews are new" in run("reviews", "import", reviews).output
    for ending in ("csv", "json"):
        assert run("reviews", "export", tmp_path / f"out.{ending}").exit_code == FINE
    shape = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert [card["id"] for card in shape["scorecards"]] == ["chat"]
    assert sum(len(one["reviews"]) for one in shape["conversations"]) == 180
    assert "180 reviews and 0 disputes read; 0 reviews are new" in run("reviews", "import", tmp_path / "out.json").output
    from_store, from_file = run("agreement"), run("agreement", reviews, "--scored", scored)
    assert from_store.output == from_file.output


def filled_in(sample: Path, out: Path, columns: dict[str, str], encoding: str) -> Path:
    """A sample as Excel saves it, with columns at the end that are filled in for the first three replies."""
    with sample.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with out.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*head, *columns])
        writer.writerows([*row, *(columns.values() if n < 3 else [""] * len(columns))] for n, row in enumerate(rows))
    return out


@pytest.mark.usefixtures("own_store")
def test_what_a_reviewer_wrote_into_the_sample_comes_into_the_store(scored: Path, tmp_path: Path) -> None:
    run("sample", scored, "--out", tmp_path / "s.csv")
    columns = {"Kokonaispisteet": "62", "oma clarity.next_step": "0,25", "Kommentti": "Hyvä"}
    path = filled_in(tmp_path / "s.csv", tmp_path / "filled.csv", columns, "cp1252")
    refused = run("reviews", "import", path, "--scored", scored, "--reviewer", "Aino")
    assert (refused.exit_code, "--encoding" in refused.output) == (WRONG_USE, True)
    said = run("reviews", "import", path, "--scored", scored, "--reviewer", "Aino", "--encoding", "cp1252").output
    assert "3 reviews and 0 disputes read; 3 reviews are new" in said
    assert "rows have no scores of a person yet" in said
    kept = Store.open().reviews()
    assert {(one.total, one.comment, one.blind, *one.scores.items()) for one in kept} == {
        (62.0, "Hyvä", False, ("clarity.next_step", 0.25))
    }


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Add columns of your own at the end: my total (0 to 100)"),
        ("fi", "Lisää loppuun omat sarakkeesi: kokonaispisteet (0–100)"),
        ("sv", "Lägg till egna kolumner sist: totalpoäng (0 till 100)"),
    ],
)
def test_a_sample_without_a_persons_scores_is_refused_with_what_to_do(
    scored: Path, tmp_path: Path, language: str, words: str
) -> None:
    run("sample", scored, "--out", tmp_path / "s.csv")
    for command in (("reviews", "import", tmp_path / "s.csv", "--reviewer", "Aino"), ("agreement", tmp_path / "s.csv")):
        refused = run(*command, "--scored", scored, "--language", language)
        assert (refused.exit_code, words in refused.output) == (WRONG_USE, True)
    assert Store.open().reviews() == ()


THEIRS = {"text": "phrase", "agent_name": "company", "channel": "via", "conversation": "dossier"}
NAMED = [word for name, header in THEIRS.items() for word in (f"--{name.replace('_', '-')}-column", header)]


@pytest.fixture(scope="module")
def renamed(scored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same scored file with headers that tell nothing."""
    rows = list(csv.reader(scored.read_text("utf-8").splitlines()))
    rows[0] = [THEIRS.get(name, name) for name in rows[0]]
    path = tmp_path_factory.mktemp("renamed") / "scored.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_columns_of_other_names_can_be_named(scored: Path, renamed: Path, reviews: Path, tmp_path: Path) -> None:
    assert "say --text-column NAME" in run("sample", renamed, "--out", tmp_path / "no.csv").output
    for path, named in ((scored, []), (renamed, NAMED)):
        run("sample", path, "--out", tmp_path / f"{path.parent.name}.csv", *named)
        run("calibrate", "chat", "--reviews", reviews, "--scored", path, "--out", tmp_path / f"{path.parent.name}.yaml", *named)
    first, second = ((tmp_path / f"{path.parent.name}.csv").read_text("utf-8").split("\n", 1) for path in (scored, renamed))
    assert first[1] == second[1]
    assert "company" in second[0]
    proposed = [(tmp_path / f"{path.parent.name}.yaml").read_text("utf-8") for path in (scored, renamed)]
    assert proposed[0] == proposed[1]
    assert run("agreement", reviews, "--scored", scored).output == run("agreement", reviews, "--scored", renamed, *NAMED).output
    assert "no column 'firm'" in run("sample", scored, "--out", tmp_path / "no.csv", "--agent-name-column", "firm").output


@pytest.mark.usefixtures("own_store")
def test_the_agents_of_a_named_column_come_into_the_store(renamed: Path, reviews: Path) -> None:
    assert "180 reviews are new" in run("reviews", "import", reviews, "--scored", renamed, *NAMED).output
    assert {one.agent for one in Store.open().replies()} == {"agent-0", "agent-1"}
    assert {one.channel for one in Store.open().replies()} == {"chat"}


def zendesk(scored: Path, path: Path, comment: str) -> Path:
    """A Zendesk QA export with one review, a dispute about it and its answer, each with the same words."""
    reply = replies(scored)[0]
    answer = {"by": "Aino", "status": "REJECTED", "comment": comment}
    dispute = {"id": "d1", "disputedBy": "agent-0", "comment": comment, "rootCause": comment, "answers": [answer]}
    review = {
        "id": "r1", "replyKey": reply.key, "reviewerName": "Aino", "score": 50, "comment": comment, "rootCause": comment,
        "ratings": [{"categoryId": "tone.no_blame", "rating": 50}], "disputes": [dispute],
    }  # fmt: skip
    path.write_text(json.dumps({"conversations": [{"externalId": reply.conversation, "reviews": [review]}]}), "utf-8")
    return path


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_people_wrote_is_masked_on_its_way_into_the_store(ending: str, scored: Path, tmp_path: Path) -> None:
    written = "Priya rang 020 7946 0958 about ORD-123456; kind regards, Marigolda"
    path = tmp_path / f"reviews.{ending}"
    if ending == "csv":
        write_reviews(path, [ReviewRow(replies(scored)[0].key, "Aino", {}, 50.0, comment=written, root_cause=written)])
    else:
        zendesk(scored, path, written)
    for _ in range(2):
        said = run("reviews", "import", path, "--scored", scored, "--orders", "ORD-[0-9]{6}").output
        assert ("in 1 of" if ending == "csv" else "in 2 of") in said
    store = Store.open()
    assert len(store.reviews(every_version=True)) == 1
    words = [word for one in store.reviews() for word in words_of(one) if word]
    words += [word for one in store.disputes() for word in words_of(one) if word]
    assert len(words) == (2 if ending == "csv" else 5)
    assert set(words) == {"<PERSON-1> rang <PHONE-1> about <ORDER-1>; kind regards, <PERSON-3>"}
    run("reviews", "export", tmp_path / "out.csv", "--every-version")
    assert "0 reviews are new" in run("reviews", "import", tmp_path / "out.csv").output


@pytest.mark.usefixtures("own_store")
def test_without_masking_reviews_are_kept_as_they_are(scored: Path, tmp_path: Path) -> None:
    path = zendesk(scored, tmp_path / "reviews.json", "Priya rang 020 7946 0958")
    assert "masked" not in run("reviews", "import", path, "--scored", scored, "--no-mask").output
    assert Store.open().reviews()[0].comment == "Priya rang 020 7946 0958"
    assert "leave out --orders" in run("reviews", "import", path, "--no-mask", "--orders", "ORD").output


def test_a_proposal_is_a_rubric_that_loads_and_keeps_the_comments(scored: Path, reviews: Path, tmp_path: Path) -> None:
    out, source = tmp_path / "ours.yaml", load_rubric("chat")
    shown = run("calibrate", "chat", "--reviews", reviews, "--scored", scored, "--out", out)
    assert shown.exit_code == FINE, shown.output
    assert "-version: 2" in shown.output
    assert "90 replies" in shown.output
    new = load_rubric(out)
    assert new.file.version == source.file.version + 1
    moved = {name: new.weights.get(name, 0) - weight for name, weight in source.weights.items()}
    assert moved["tone.no_blame"] > 0
    assert min(new.weights.values()) > 0
    assert "# a fault found costs three times" in out.read_text("utf-8")
    again = run("calibrate", "chat", "--reviews", reviews, "--scored", scored)
    assert again.output.splitlines() == shown.output.splitlines()[:-1]


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sample", "{plain}", "--out", "{folder}/s.csv"), "give a file that `coachkit score --out` has written"),
        (("sample", "{scored}", "--out", "{folder}/s.csv", "--by", "team"), "--by: no column 'team'"),
        (("sample", "{scored}", "--out", "{folder}/s.pdf"), "cannot write '.pdf' files"),
        (("agreement", "{plain}"), "add --scored FILE"),
        (("agreement", "{folder}/none.csv", "--scored", "{scored}"), "there is no such file"),
        (("agreement", "{plain}", "--scored", "{scored}"), "There are no reviews yet"),
        (("agreement",), "There are no reviews yet"),
        (("reviews", "export", "{folder}/r.csv"), "There are no reviews yet"),
        (("calibrate", "chat", "--out", "{folder}/no/rubric.yaml"), "name a .yaml file in a folder that is there"),
        (("calibrate", "chat"), "0 replies have both"),
        (("calibrate", "chatt"), "did you mean 'chat'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], words: str, scored: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("text,reply\nHei,none\n", "utf-8")
    filled = [one.format(plain=plain, scored=scored, folder=tmp_path) for one in arguments]
    result = run(*filled)
    assert result.exit_code == WRONG_USE
    assert words in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["sample", "agreement", "calibrate", "reviews import", "reviews export"])
def test_every_command_has_a_place_in_the_documentation(command: str, root: Path) -> None:
    guide = (root / "docs" / "command-line.md").read_text("utf-8")
    (part,) = re.findall(rf"^## `coachkit {command}.*?(?=^## |\Z)", guide, re.MULTILINE | re.DOTALL)
    shown = run(*command.split(), "--help").stdout.split("Exit codes:")[0]
    for option in set(re.findall(r"--[a-z][a-z-]+", shown)) - {"--help"}:
        assert option in part, f"{command} {option}"


def test_a_file_in_which_nothing_could_be_scored_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scored.csv"
    path.write_text("reply,row,total,language\nhello,2,,\n", "utf-8")
    refused = run("sample", path, "--out", tmp_path / "to-read.csv")
    assert (refused.exit_code, "no row has a score" in refused.stderr) == (WRONG_USE, True)


@pytest.mark.usefixtures("own_store")
def test_a_criterion_that_no_rubric_has_is_told_with_what_it_may_mean(scored: Path, tmp_path: Path) -> None:
    file = read_scored(scored)
    key = next(one for row in file.rows if (one := file.key(row)))
    (tmp_path / "r.csv").write_text(f"reply,reviewer,total,empathy.thnaks\n{key},Aino,50,1\n", "utf-8")
    said = run("reviews", "import", tmp_path / "r.csv", "--scored", scored).stdout
    assert "'empathy.thnaks'; did you mean 'empathy.thanks'?" in " ".join(said.split())
