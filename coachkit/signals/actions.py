"""What the writer does for the customer: verbs of doing something, said in the first person."""

from __future__ import annotations

import numpy as np

from coachkit import compiled
from coachkit.text.corpus import Bools, Ints
from coachkit.text.facts import flag_bit
from coachkit.text.parsed import Parsed

VERB_REACH = 3
"""Words between "I" and its verb that may stand in between ("I have now checked")."""


def first_person_words(parsed: Parsed) -> Bools:
    """(m,) words for I and we."""
    hits = parsed.hits
    return hits.tokens("first_person_singular") | hits.tokens("first_person_plural")


def action_tokens(parsed: Parsed, copied: Bools) -> Bools:
    """(m,) verbs of doing something for the customer, said in the first person; words `copied` from the customer never.

    A verb of the pack's list, or a word with a verb's ending, near I or we; in Finnish a verb in the first person. Verbs
    of thinking, feeling and wanting (I understand, we value) are no action.
    """
    verb = _verbs_compiled(parsed) if compiled.in_use() else _verbs(parsed)
    rows = np.flatnonzero(verb)
    own = parsed.is_word[rows] & ((parsed.facts.bits[parsed.corpus.type[rows]] & flag_bit("non_action")) == 0)
    rows = rows[own & ~parsed.negated[rows] & ~copied[rows] & ~_hollow(parsed, rows)]
    action = np.zeros(parsed.m, dtype=bool)
    # "Can I check ...?" asks, it does not act.
    action[rows] = ~parsed.question_sentence[parsed.sentence[rows]]
    return action


def _verbs(parsed: Parsed) -> Bools:
    """(m,) verbs of doing something in the first person, whatever stands around them."""
    subject = first_person_words(parsed) & ~parsed.flag("oblique") & ~parsed.blocked
    near, carried, next_to = np.zeros(parsed.m, dtype=bool), subject, np.zeros(parsed.m, dtype=bool)
    next_to[1:] = subject[:-1]
    for _ in range(VERB_REACH + 1):
        near[1:] |= carried[:-1]
        carried = np.concatenate(([False], carried[:-1])) & ~parsed.blocked
    if parsed.facts.language == "sv":
        # Inverted order: "då skickar jag", "i dag har vi skickat".
        inverted = np.append(subject[1:], False) & ~parsed.blocked
        near |= inverted
        next_to |= inverted
    verb = near & parsed.hits.tokens("action_verb")
    beside = np.flatnonzero(next_to)
    verb[beside] |= parsed.facts.shape("verb_ending")[parsed.corpus.type[beside]] > 0
    return _with_finite(parsed, verb)


def _verbs_compiled(parsed: Parsed) -> Bools:
    """The same, looking around the words for I and we alone."""
    from coachkit.signals import measuring_kernels

    hits, verb = parsed.hits, np.zeros(parsed.m, dtype=bool)
    types, bits, endings = parsed.corpus.type, parsed.facts.bits, parsed.facts.shape("verb_ending")
    blocked, listed = parsed.blocked, hits.tokens("action_verb")
    oblique, inverts = flag_bit("oblique"), parsed.facts.language == "sv"
    for key in ("first_person_singular", "first_person_plural"):
        first, last = hits.first[hits.of(key)], hits.last[hits.of(key)]
        measuring_kernels.find_verbs(first, last, types, bits, endings, blocked, listed, oblique, inverts, verb)
    return _with_finite(parsed, verb)


def _with_finite(parsed: Parsed, verb: Bools) -> Bools:
    """The verbs, and those that tell their person by themselves."""
    if parsed.facts.language == "fi":
        verb |= parsed.facts.first_person_verb(parsed.corpus.type) > 0
    verb |= parsed.hits.tokens("action_finite")
    return verb


def _hollow(parsed: Parsed, rows: Ints) -> Bools:
    """Which tokens stand inside a promise that promises nothing, an evasion, a threat, a brush-off or a stock phrase."""
    hits, hollow = parsed.hits, np.zeros(len(rows), dtype=bool)
    for key in ("clarity.no_vague_promise", "clarity.no_evasion", "tone.no_threat", "tone.no_brush_off", "stock"):
        hollow |= hits.tokens(key)[rows]
    return hollow
