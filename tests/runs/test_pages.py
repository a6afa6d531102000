"""Rows that are kept as columns come to the same blocks, and are written the same, as each of them by itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.privacy import Masking, scan_many
from coachkit.runs import blocks as blocks_module
from coachkit.runs.blocks import Block, blocks
from coachkit.runs.output import joined
from coachkit.runs.scoring import SCANS, Result
from coachkit.runs.shown import masked
from coachkit.transcripts import conversation
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import ReplyStretch, messages, messages_or_replies
from coachkit.transcripts.rows import Row, Rows, Stretch
from coachkit.transcripts.text_column import text_column

TEXTS: list[Any] = [
    "Kiitos!", "Hei Liisa! Soita 040 123 4567.", "We sent it. ^AB", "Thanks for waiting. -Amy", "Hi Amy, I asked Amy. -Amy",
    "Hi Liisa and Matti! t. Matti", "a@example.com", "<PERSON-3> asked. ^AB", "Call Social. -Social", "Amy knows.",
    "Liisan paketti on matkalla.", "I asked Amy, who knows. -Amy", "Hei Liisa! Liisan paketti on matkalla.",
    "131052-308T ja 131052-308T, a@example.com",
]  # fmt: skip
OTHERS: list[Any] = [*TEXTS, "", None, " ", 7, 358401234567]
BESIDE: list[Any] = [*(None, "", "chat", "x") * 4, "Amy", "liisan", "Team Matti", "Social"]
CELLS: dict[str, list[Any]] = {
    "id": [None, "c1", "c1", "c2", 3],
    "team": BESIDE,
    "text": [*TEXTS * 3, *OTHERS],
    "note": [*BESIDE * 3, "040 123 4567", 4.5, 358401234567, ["Amy"], "-Amy"],
    "customer": [*[None] * 20, *OTHERS],
    "channel": [*("chat", None, "email", "Social") * 3, "pigeon"],
    "language": [*("fi", None, "en") * 3, "xx"],
    "who": [None, None, None, "Amy"],
}
TABLES = st.lists(st.fixed_dictionaries({name: st.sampled_from(CELLS[name]) for name in CELLS}), min_size=1, max_size=9)
NAMES = tuple(CELLS)
WORDS = st.sampled_from([
    "Liisa", "liisan", "Amy", "AMY", "-Amy", "\N{KELVIN SIGN}ari", "Kari", "Åke", "åken", "\N{ANGSTROM SIGN}ke", "Élodie", "Hei",
    "Hi", "Matti", "Matin!", "t.", "\n-Kari", "^AB", "™", "“Liisa”", "é", "-Åke", "ÄAmy", "xAmy", "1Amy", "<PERSON-2>",
    "a@example.com", ",", "Thanks", "Kiitos", "terveisin", "Ää", "Yrjö", "YRJÖ", "ßAmy", "\r\n", "\0", "😀", "Amyn", "Best, Amy",
    "Hei Liisa!", "Hello Åke,",
])  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=9).map(" ".join) | st.sampled_from([one for one in TEXTS if isinstance(one, str)])
ONLY_TEXTS = {name: st.sampled_from([one for one in cells if isinstance(one, str)]) for name, cells in CELLS.items()}
ONLY_TEXTS |= {
    "text": SENTENCES,
    "note": SENTENCES,
    "customer": SENTENCES | st.just(" "),
    "id": st.sampled_from(["", "c1", "c2"]),
}
TEXT_TABLES = st.lists(st.fixed_dictionaries(ONLY_TEXTS), min_size=1, max_size=9)
COMPILED = "needs Numba: pip install 'coachkit[fast]'"
CHOSEN = [
    Columns(text="text"),
    Columns(text="text", channel="channel", language="language"),
    Columns(text="text", customer="customer", channel="channel", agent_name="who"),
    Columns(text="text", customer="customer", conversation="id"),
    Columns(text="text", conversation="id"),
    Columns(text="text", channel="text"),
]


@pytest.fixture(autouse=True)
def _few(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setattr(conversation, "FEWEST", 2)
    monkeypatch.setattr(blocks_module, "BLOCK", 5)


def stretch_of(table: list[dict[str, Any]], *, as_bytes: bool = False) -> Stretch:
    """The table as columns; with `as_bytes` columns of nothing but texts as they come from compiled loops."""
    columns: dict[str, Sequence[Any]] = {name: [row[name] for row in table] for name in NAMES}
    if as_bytes:
        columns = {name: text_column(cells) if set(map(type, cells)) == {str} else cells for name, cells in columns.items()}
    return Stretch(range(2, len(table) + 2), columns)


def both(table: list[dict[str, Any]], columns: Columns, *, as_bytes: bool = False) -> tuple[list[Block], list[Block]]:
    """The blocks of a table whose rows are kept as columns, and of the same table row by row."""
    rows = stretch_of(table, as_bytes=as_bytes)
    halves: list[Stretch | Row] = [
        rows.part(0, len(table) // 2),
        Row(99, dict.fromkeys(NAMES), "broken", broken=True),
        rows.part(len(table) // 2, 9),
    ]
    alone: list[Row] = [row for one in halves for row in (one.rows() if isinstance(one, Stretch) else [one])]
    quick = blocks(messages_or_replies(Rows(iter(halves)), columns), columns.text)
    return list(quick), list(blocks(messages(iter(alone), columns), columns.text))


def result_of(block: Block) -> Result:
    """What a process that scores would find: personal data only."""
    found = [
        (place, *piece)
        for place, one in enumerate(scan_many(block.work.texts))
        for piece in (*one.pieces, *(("", start, end) for start, end in one.names))
    ]
    return Result({}, {}, dict(zip(SCANS, map(list, zip(*found, strict=True)) if found else ([], [], [], []), strict=True)))


def text_of(one: Any) -> str | None:
    return one if one is None or isinstance(one, str) else one.text


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(table=TABLES, columns=st.sampled_from(CHOSEN), evidence=st.booleans())
def test_columns_are_masked_as_rows_are(table: list[dict[str, Any]], columns: Columns, *, evidence: bool) -> None:
    masked_alike(table, columns, evidence=evidence)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(table=TEXT_TABLES, columns=st.sampled_from(CHOSEN), evidence=st.booleans())
def test_bytes_are_masked_as_rows_are(table: list[dict[str, Any]], columns: Columns, *, evidence: bool) -> None:
    pytest.importorskip("numba", reason=COMPILED)
    masked_alike(table, columns, evidence=evidence, as_bytes=True)


def masked_alike(table: list[dict[str, Any]], columns: Columns, *, evidence: bool, as_bytes: bool = False) -> None:
    stack = ExitStack()
    shows = [stack.enter_context(masked(Masking(), columns, evidence=evidence)) for _ in range(2)]
    for blocks_of_one_way in zip(*both(table, columns, as_bytes=as_bytes), strict=True):
        quick, slow = (joined(show(block, result_of(block)), NAMES) for show, block in zip(shows, blocks_of_one_way, strict=True))
        assert list(quick.numbers) == list(slow.numbers)
        assert {name: list(cells) for name, cells in quick.columns.items()} == dict(slow.columns)
        assert quick.scored == slow.scored
        assert quick.problems == slow.problems
        if evidence:
            assert list(map(text_of, quick.texts)) == list(map(text_of, slow.texts))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TABLES, st.sampled_from(CHOSEN), st.integers(1, 90))
def test_blocks_end_at_the_same_rows_and_send_the_same_work(table: list[dict[str, Any]], columns: Columns, most: int) -> None:
    same_blocks(table, columns, most)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT_TABLES, st.sampled_from(CHOSEN), st.integers(1, 90))
def test_bytes_make_the_same_blocks(table: list[dict[str, Any]], columns: Columns, most: int) -> None:
    pytest.importorskip("numba", reason=COMPILED)
    same_blocks(table, columns, most, as_bytes=True)


def same_blocks(table: list[dict[str, Any]], columns: Columns, most: int, *, as_bytes: bool = False) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks_module, "BLOCK_CHARACTERS", most)
        quick, slow = both(table, columns, as_bytes=as_bytes)
    assert [list(block.messages) for block in quick] == [list(block.messages) for block in slow]
    assert [[list(column) for column in block.work.replies] for block in quick] == [
        [list(column) for column in block.work.replies] for block in slow
    ]
    assert [(block.rows, list(block.work.others), block.digest) for block in quick] == [
        (block.rows, list(block.work.others), block.digest) for block in slow
    ]


def test_rows_without_a_problem_are_kept_as_columns() -> None:
    table = [dict(zip(NAMES, ("c1", "x", "Kiitos!", "-", "Hei", "chat", "fi", None), strict=True))] * 12
    columns = Columns(text="text", customer="customer", channel="channel", language="language")
    found = list(blocks(messages_or_replies(Rows(iter([stretch_of(table)])), columns), "text"))
    assert [block.rows for block in found] == [5, 5, 2]
    assert all(isinstance(piece, ReplyStretch) for block in found for piece in block.pieces)
    assert not any(list(block.with_care) for block in found)


def test_a_digest_tells_texts_apart() -> None:
    def digest(*texts: str) -> bytes:
        rows = Stretch(range(len(texts)), {"text": list(texts)})
        (block,) = blocks(messages(rows.rows(), Columns(text="text")), "text")
        return block.digest

    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "d"), digest("ab\0c")}) == 5
    assert digest("ä", "c") == digest("ä", "c")
