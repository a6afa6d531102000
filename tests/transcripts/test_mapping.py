"""A mapping says once what the columns of a team's table are."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.errors import DocumentError, InputError
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.hints import hints_of
from coachkit.transcripts.mapping import TableMapping, load_mapping, save_mapping
from coachkit.transcripts.reading import open_table

TABLE = """tweet_id,author_id,inbound,created_at,text,case
1,mia,True,2025-03-03,Where is my bus?,7
2,bus,False,2025-03-03,At 10.40.,7
"""
MAPPING = """
columns: {speaker: inbound, conversation: case, agent_name: author_id}
speakers: {agent: ["False"], customer: ["True"]}
channel: social
language: en
agents: [bus]
"""


def wrote(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="\n")
    return path


def test_speakers_channel_and_language_of_a_whole_file(tmp_path: Path) -> None:
    source, hints = wrote(tmp_path / "a.csv", TABLE), hints_of((), wrote(tmp_path / "m.yaml", MAPPING))
    table = open_table(source, None, hints)
    columns = choose_columns(source, table.columns, hints.asked(Columns()))
    found = [one.reply for one in messages(table.rows, columns) if one.reply]
    assert [(one.text, one.customer, one.channel, one.language, one.agent_name) for one in found] == [
        ("At 10.40.", "Where is my bus?", "social", "en", "bus")
    ]
    assert hints.agents == ("bus",)


def test_what_the_command_line_asks_for_comes_before_the_mapping(tmp_path: Path) -> None:
    hints = hints_of((), wrote(tmp_path / "m.yaml", MAPPING))
    asked = hints.asked(Columns(conversation="tweet_id"))
    assert (asked.conversation, asked.speaker, asked.text) == ("tweet_id", "inbound", None)


def test_a_saved_mapping_gives_the_same_columns_again(tmp_path: Path) -> None:
    source = wrote(tmp_path / "a.csv", "Vastaus,Kysymys,Käsittelijä\nHei,Moi,Liisa\n")
    columns = choose_columns(source, open_table(source).columns, Columns(agent_name="Käsittelijä"))
    save_mapping(tmp_path / "m.yaml", columns, TableMapping(channel="chat", agents=("Liisa",)))
    again = load_mapping(tmp_path / "m.yaml")
    assert again.as_columns() == columns
    assert (again.channel, again.agents) == ("chat", ("Liisa",))
    assert "Käsittelijä" in (tmp_path / "m.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums: {}", "did you mean"),
        ("columns: {txt: a}", "txt"),
        ("channel: fax", "channel"),
        ("- a", "keys and values"),
        ("agents: Liisa", "must be a list"),
        ("speakers: {agent: [False]}", "quotation marks"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=rf"m\.yaml:1:.*{words}"):
        load_mapping(wrote(tmp_path / "m.yaml", text))


def test_a_column_that_is_not_there_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    source, hints = wrote(tmp_path / "a.csv", "reply\nHei\n"), hints_of((), wrote(tmp_path / "m.yaml", MAPPING))
    with pytest.raises(InputError, match="no column 'author_id'"):
        choose_columns(source, open_table(source, None, hints).columns, hints.asked(Columns()))
    with pytest.raises(InputError, match="cannot be written"):
        save_mapping(tmp_path / "none" / "m.yaml", Columns(text="reply"))


def test_a_column_of_the_mapping_that_the_file_has_not_is_told_with_the_mappings_line(tmp_path: Path) -> None:
    mapping = wrote(tmp_path / "m.yaml", "# of our help desk\ncolumns:\n  text: Vastaus\n  customer: Viestii\n")
    source, hints = wrote(tmp_path / "a.csv", "Vastaus,Viesti\nHei,Moi\n"), hints_of((), mapping)
    found = open_table(source, None, hints).columns
    with pytest.raises(InputError) as error:
        choose_columns(source, found, hints.asked(Columns()))
    assert str(error.value) == (
        f"{mapping}:4:3: columns: customer: a.csv has no column 'Viestii'; did you mean 'Viesti'? Columns found: Vastaus, Viesti"
    )
    assert choose_columns(source, found, hints.asked(Columns(customer="Viesti"))).customer == "Viesti"
    with pytest.raises(InputError, match="--customer-column: no column 'Fråga'"):
        choose_columns(source, found, hints.asked(Columns(customer="Fråga")))
