"""Every signal by its name, in one table that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coachkit.signals import address, context, length, personal_data, politeness, readability, steps, structure
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
    "letters": context.letters,
    "known_word_share": context.known_word_share,
    "personal_data": personal_data.personal_data,
}
"""Measured on the reply, with or without the customer's message."""

CONTEXTS: Mapping[str, Signal] = {
    "questions_answered": context.questions_answered,
    "answer_up_front": context.answer_up_front,
    "facts_restated": context.facts_restated,
    "on_the_matter": context.on_the_matter,
    "copy_share": context.copy_share,
    "asked_again": context.asked_again,
    "name_used": context.name_used,
    "needless_redirects": context.needless_redirects,
    "unexplained_abbreviations": context.unexplained_abbreviations,
    "same_language": context.same_language,
    "stock_share": context.stock_share,
    "emptiness": context.emptiness,
    "care_in_deeds": context.care_in_deeds,
    "customer_mood": context.mood,
}
"""Held against the customer's message; cannot be told without one, where they need it."""

ORDERS: Mapping[str, Signal] = {"warm_ends": address.warm_ends}
"""What stands before what in the reply."""
