"""Every signal by its name, in one table that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coachkit.signals import (
    abbreviations,
    address,
    answers,
    known_words,
    length,
    mood,
    personal_data,
    politeness,
    readability,
    steps,
    stock_phrases,
    structure,
    taking_up,
)
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading

Signal = Callable[[Reading], Measured]

SIGNALS: Mapping[str, Signal] = {
    "words": length.words,
    "words_per_sentence": length.words_per_sentence,
    "longest_sentence": length.longest_sentence,
    "longest_paragraph": length.longest_paragraph,
    "clauses_per_sentence": length.clauses_per_sentence,
    "lix": readability.lix,
    "flesch": readability.flesch,
    "long_word_share": readability.long_word_share,
    "rare_word_share": readability.rare_word_share,
    "difficulty": readability.difficulty,
    "steps_in_one_paragraph": structure.steps_in_one_paragraph,
    "repeated_sentences": structure.repeated_sentences,
    "shouting": structure.shouting,
    "exclamations_and_emoji": structure.exclamations_and_emoji,
    "emoji": structure.emoji,
    "slips": structure.slips,
    "greeting_slips": structure.greeting_slips,
    "signature": structure.signature,
    "placeholders": structure.placeholders,
    "hidden_characters": structure.hidden_characters,
    "next_step": steps.next_step,
    "concrete_time": steps.concrete_time,
    "named_things": steps.named_things,
    "first_person_action": steps.first_person_action,
    "repair": steps.repair,
    "relief": steps.relief,
    "anticipation": steps.anticipation,
    "choice": steps.choice,
    "reason": steps.reason,
    "refusal_with_a_way_on": steps.refusal_with_a_way_on,
    "i_share": address.i_share,
    "hidden_doer_share": address.hidden_doer_share,
    "customer_focus": address.customer_focus,
    "address_mix": address.address_mix,
    "bare_duties": address.bare_duties,
    "hedge_share": address.hedge_share,
    "formality": address.formality,
    "politeness": politeness.politeness,
    "letters": known_words.letters,
    "known_word_share": known_words.known_word_share,
    "personal_data": personal_data.personal_data,
}
"""Measured on the reply, with or without the customer's message."""

CONTEXTS: Mapping[str, Signal] = {
    "questions_answered": answers.questions_answered,
    "answer_up_front": answers.answer_up_front,
    "facts_restated": taking_up.facts_restated,
    "on_the_matter": taking_up.on_the_matter,
    "copy_share": taking_up.copy_share,
    "asked_again": taking_up.asked_again,
    "name_used": taking_up.name_used,
    "needless_redirects": steps.needless_redirects,
    "unexplained_abbreviations": abbreviations.unexplained_abbreviations,
    "same_language": known_words.same_language,
    "stock_share": stock_phrases.stock_share,
    "emptiness": stock_phrases.emptiness,
    "care_in_deeds": steps.care_in_deeds,
    "customer_mood": mood.mood,
}
"""Held against the customer's message; cannot be told without one, where they need it."""

ORDERS: Mapping[str, Signal] = {"warm_ends": address.warm_ends}
"""What stands before what in the reply."""
