"""The text that a new scenario begins with: short, and in order from the start."""

from __future__ import annotations

from typing import NamedTuple

from coachkit.errors import InputError, UnknownName, did_you_mean

KINDS = ("conversation", "message")
CHANNELS = ("chat", "messaging", "email", "social", "forum")

_TEXT = """\
id: {id}
version: 1
kind: {kind}
language: {language}
channel: {channel}
title: {title}
industry: retail
stage: after
difficulty: 1
minutes: 5
trains: [clarity.next_step, clarity.names_a_time]
customer:
  name: {customer}
  mood: 0
  wants: {wants}
agent:
  name: {agent}
  company: {company}
  facts: [{fact}]
{within}points:
  - {{id: friday, say: {say}, find: [{find}]}}
turns:
  start:
    says: {asks}
    next:
      - {{if: {{covered: [friday], mood_at_least: 0}}, to: end_happy}}
      - {{to: end_leaves}}
endings:
  end_happy: {{kind: resolved, says: {thanks}}}
  end_leaves: {{kind: abandoned, says: ""}}
hints:
  - {hints[0]}
  - {hints[1]}
  - {hints[2]}
models:
  excellent: {{replies: [{excellent}], why: {why[0]}, band: [60, 100], ends: end_happy}}
  ordinary: {{replies: [{ordinary}], why: {why[1]}, band: [30, 95]}}
  poor: {{replies: [{poor}], why: {why[2]}, band: [0, 75]}}
"""


class _Sample(NamedTuple):
    title: str
    customer: str
    wants: str
    agent: str
    company: str
    fact: str
    say: str
    find: str
    asks: str
    thanks: str
    hints: tuple[str, str, str]
    excellent: str
    ordinary: str
    poor: str
    why: tuple[str, str, str]


_SAMPLES = {
    "en": _Sample(
        "When does it come?", "Anna Field", "To know when her order 1204 comes.", "Leo", "Corner Books",
        "Order 1204 leaves today and arrives on Friday.", "it arrives on Friday", '"Friday"',
        "Hi, when does my order 1204 come?", "Thank you, that was quick!",
        ("What does she want to know?", "Look at the facts.", "Name the day and say what you do now."),
        "Hi Anna! Your order 1204 leaves today and will be with you on Friday. I'll send you the tracking link at noon. Leo",
        "It should come on Friday.", "Your query will be processed.",
        ("The day comes first, and she knows what happens next.", "The day is there, little else.", "It says nothing."),
    ),
    "fi": _Sample(
        "Milloin se tulee?", "Anna Pelto", "Tietää, milloin tilaus 1204 tulee.", "Leo", "Kulman kirja",
        "Tilaus 1204 lähtee tänään ja tulee perjantaina.", "se tulee perjantaina", '"perjantai*"',
        "Hei, milloin tilaukseni 1204 tulee?", "Kiitos, nopeasti vastasit!",
        ("Mitä hän haluaa tietää?", "Katso tietojasi.", "Kerro päivä ja mitä teet seuraavaksi."),
        "Hei Anna! Tilauksesi 1204 lähtee tänään ja on sinulla perjantaina. Lähetän sinulle seurantalinkin iltapäivällä. Leo",
        "Sen pitäisi tulla perjantaina.", "Yhteydenottonne käsitellään.",
        ("Päivä on heti alussa, ja hän tietää, miten asia etenee.", "Päivä on kerrottu, muuta vähän.", "Se ei kerro mitään."),
    ),
    "sv": _Sample(
        "När kommer den?", "Anna Åker", "Få veta när beställning 1204 kommer.", "Leo", "Bokhörnan",
        "Beställning 1204 går iväg i dag och kommer på fredag.", "den kommer på fredag", '"fredag*"',
        "Hej, när kommer min beställning 1204?", "Tack, det gick snabbt!",
        ("Vad vill hon veta?", "Se på det du vet.", "Nämn dagen och berätta vad du gör nu."),
        "Hej Anna! Din beställning 1204 går iväg i dag och är hos dig på fredag. Jag skickar spårningslänken i eftermiddag. Leo",
        "Den borde komma på fredag.", "Ert ärende behandlas.",
        ("Dagen kommer först, och hon vet vad som händer sedan.", "Dagen finns med, inte mycket annat.", "Det säger ingenting."),
    ),
}  # fmt: skip


def channels_for(_kind: str) -> tuple[str, ...]:
    """The channels that fit a kind of exercise."""
    return CHANNELS


def scenario_text(
    identity: str, kind: str = "conversation", language: str = "en", channel: str | None = None, title: str = ""
) -> str:
    """A scenario as YAML that `coachkit check` finds in order. Raises UnknownName for another kind, language or channel."""
    channel = channel or CHANNELS[0]
    for what, asked, known in (("kind", kind, KINDS), ("language", language, _SAMPLES), ("channel", channel, CHANNELS)):
        if asked not in known:
            raise UnknownName(f"no {what} '{asked}'{did_you_mean(asked, known)}")
    if not identity:
        raise InputError("a scenario needs an id; write lower-case letters and hyphens (late-parcel)")
    sample = _SAMPLES[language]
    quoted = {name: _quoted(value) for name, value in sample._asdict().items()}
    return _TEXT.format(
        **(quoted | {"title": _quoted(title or sample.title), "find": sample.find}),
        id=identity,
        kind=kind,
        language=language,
        channel=channel,
        within="reply_within: 120\n" if kind == "conversation" else "",
    )


def _quoted(value: str | tuple[str, ...]) -> str | list[str]:
    """Texts in double quotation marks, as YAML reads them whatever they hold."""
    if isinstance(value, tuple):
        return [str(_quoted(one)) for one in value]
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
