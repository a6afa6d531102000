"""What a scoring process does with a block: each text once, the same scores and passages as the cards have."""

from __future__ import annotations

import csv
import gc
from pathlib import Path

import pytest

from coachkit import batch
from coachkit.batch import criteria_ids, score_frame, score_many
from coachkit.errors import InputError
from coachkit.model import CHANNELS, SCORED, Reply
from coachkit.rubrics import load_rubric, rubric_for, shipped_criteria
from coachkit.runs import scoring
from coachkit.runs.blocks import FIELDS, Work
from coachkit.runs.job import Job
from coachkit.runs.score_file import score_file
from coachkit.runs.scoring import Settings, opened, rules, score_block
from coachkit.signals.reading import Reading
from coachkit.text.corpus import Corpus
from coachkit.text.parsed import Parsed
from tests.runs.conftest import conversations


def example_replies(count: int = 400) -> list[Reply]:
    """Replies of the criteria's examples, in three languages and all channels."""
    found = []
    for one in shipped_criteria().values():
        for language in ("fi", "sv", "en"):
            examples = getattr(one.examples, language)
            found += [Reply(each.reply, each.customer, each.channel) for each in (*examples.earns, *examples.misses)]
    return [Reply(each.text, each.customer, CHANNELS[n % 7]) for n, each in enumerate(found[:: max(1, len(found) // count)])]


def settings(ids: tuple[str, ...]) -> Settings:
    return Settings(None, ids, evidence=True, rules=rules())


def work(replies: list[Reply]) -> Work:
    return Work(tuple([getattr(one, name) for one in replies] for name in FIELDS), [])


@pytest.mark.slow
def test_a_block_holds_what_the_cards_hold() -> None:
    replies = example_replies()
    ids = criteria_ids()
    result = opened(score_block(settings(ids).packed(), work(replies)))
    scored = next(score_many(replies))
    evidence = list(zip(*result.evidence.values(), strict=True))
    for place in range(len(replies)):
        card = scored.card(place)
        assert result.columns["gates"][place] == " ".join(gate.id for gate in card.gates)
        known = {one.id: one.score for one in card.criteria if one.status == SCORED}
        found = {one: result.columns[one][place] for one in ids if result.columns[one][place] == result.columns[one][place]}
        assert found == pytest.approx(known, abs=1e-9)
        passages = [(f.criterion, f.polarity, f.span.start, f.span.end, f.better) for f in
                    (*card.findings, *(f for gate in card.gates for f in gate.findings))]  # fmt: skip
        assert [row[1:] for row in evidence if row[0] == place] == passages


def test_the_columns_of_criteria_are_those_of_the_rubric_or_of_all_channels() -> None:
    assert criteria_ids(load_rubric("chat")) == tuple(one.id for one in load_rubric("chat").criteria)
    everything = criteria_ids()
    assert len(set(everything)) == len(everything)
    assert set(everything) == {one.id for channel in CHANNELS for one in rubric_for(channel).criteria}


def test_a_frame_has_a_column_per_criterion_when_asked() -> None:
    import pandas as pd

    frame = pd.DataFrame({"text": ["I am sorry about the delay. I will call you tomorrow at 10."]})
    scored = score_frame(frame, "chat", criteria=True)
    assert list(scored.columns) == [*batch.COLUMNS, *criteria_ids(load_rubric("chat"))]
    assert scored["clarity.next_step"].tolist() == [1.0]


@pytest.mark.slow
def test_a_reply_that_repeats_is_scored_once_and_scores_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = settings(criteria_ids()).packed()
    different = example_replies(60)
    repeated = [different[n * 7 % 5] if n % 3 else one for n, one in enumerate(different * 3)]
    alone = [opened(score_block(packed, work([one]))) for one in different]
    scored: list[int] = []

    def counted(replies: list[Reply], rubric: object) -> object:
        scored.append(len(replies))
        return score_many(replies, rubric)  # type: ignore[arg-type]

    monkeypatch.setattr(scoring, "score_many", counted)
    result = opened(score_block(packed, work(repeated)))
    assert scored == [len(set(repeated))]
    for place, reply in enumerate(repeated):
        expected = alone[different.index(reply)]
        assert {name: repr(column[place]) for name, column in result.columns.items()} == {
            name: repr(column[0]) for name, column in expected.columns.items()
        }
    assert len(result.evidence["place"]) == sum(len(alone[different.index(one)].evidence["place"]) for one in repeated)


@pytest.mark.slow
@pytest.mark.parametrize("evidence", [False, True])
def test_nothing_of_a_block_stays_until_garbage_is_collected(*, evidence: bool) -> None:
    packed = Settings(None, (), evidence=evidence, rules=rules(), scan=True).packed()
    block = work(example_replies(60))
    score_block(packed, block)  # what is made once for all blocks
    gc.collect()
    gc.disable()
    try:
        # What other tests hold is no concern of this one; none of it goes meanwhile.
        before = set(map(id, _made_of_texts()))
        score_block(packed, block)
        kept = [one for one in _made_of_texts() if id(one) not in before]
    finally:
        gc.enable()
    assert not kept


def _made_of_texts() -> list[object]:
    # By its type: to ask a weak proxy of somebody else's whether it is one would ask what it stood for.
    return [one for one in gc.get_objects() if issubclass(type(one), (Corpus, Parsed, Reading))]


def test_a_block_without_replies_is_empty() -> None:
    result = opened(score_block(settings(("clarity.next_step",)).packed(), work([])))
    assert {name: column for name, column in result.columns.items() if column} == {}
    assert "clarity.next_step" in result.columns


def test_a_worker_with_other_rules_refuses() -> None:
    other = Settings(load_rubric("chat"), rules=("0123456789abcdef",))
    with pytest.raises(InputError, match="other rules"):
        score_block(other.packed(), work(example_replies(1)))


def test_criteria_in_a_file_are_empty_where_they_do_not_apply(tmp_path: Path) -> None:
    source, out = conversations(tmp_path / "in.csv", 60), tmp_path / "out.csv"
    score_file(Job(source, out=out, rubric=load_rubric("chat"), criteria=True))
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = criteria_ids(load_rubric("chat"))
    assert list(rows[0])[-len(ids) - 1 :] == [*ids, "problem"]
    values = [row[one] for row in rows for one in ids]
    assert "" in values
    assert all(0 <= float(value) <= 1 for value in values if value)
