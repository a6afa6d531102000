// A reply tried in any turn: what it scores, and what the customer would do.

import { choices, DIMENSIONS, el, fill, keepsInput, named } from "../shared/page.js";
import { field } from "./author_field.js";

export class Trial {
  constructor({ ask }) {
    this.ask = ask;
    this.turn = field(el("select", { on: { change: () => { this.quote(); this.ask.now(); } } }));
    this.mood = field(el("select", { on: { change: () => this.ask.now() } }));
    this.reply = field(keepsInput(el("textarea", { rows: 5, maxlength: 20000, dir: "auto", on: { input: () => this.ask.soon() } })));
    this.says = el("p", { class: "ca-quote", dir: "auto" });
    this.result = el("div", { class: "ca-result", "aria-live": "polite" });
    this.form = el("div", { class: "ca-form" }, [this.turn.root, this.mood.root, this.says, this.reply.root, this.result]);
    this.none = el("p", { class: "ca-soft", hidden: true });
    this.root = el("div", { class: "ca-try" }, [this.none, this.form]);
    this.turns = [];
  }

  show(map, words) {
    this.words = words;
    this.turns = (map && map.turns) || [];
    this.none.hidden = this.turns.length > 0;
    this.form.hidden = !this.turns.length;
    named(this.none, words.try_none);
    for (const [one, name] of [[this.turn, "try_turn"], [this.mood, "try_mood"], [this.reply, "try_reply"]]) named(one.label, words[name]);
    if (!this.turns.length) return;
    choices(this.turn.control, this.turns.map((one) => [one.id, one.id]), this.turn.control.value);
    const moods = map.moods.map((one) => [String(one.value), `${one.value > 0 ? "+" : ""}${one.value} ${one.name}`]);
    choices(this.mood.control, [["", fill(words.try_as_met, { mood: this.met || "…" })], ...moods], this.mood.control.value);
    this.quote();
  }

  quote() {
    const turn = this.turns.find((one) => one.id === this.turn.control.value);
    named(this.says, turn ? turn.says : "");
  }

  get asked() {
    const mood = this.mood.control.value;
    return { turn: this.turn.control.value, text: this.reply.control.value, mood: mood === "" ? null : Number(mood) };
  }

  heard(message) {
    if (message.turn !== this.turn.control.value) return;
    this.met = message.met;
    const first = this.mood.control.options[0];
    if (first) named(first, fill(this.words.try_as_met, { mood: message.met }));
    const one = message.tried;
    this.result.replaceChildren(...(one && this.reply.control.value.trim() ? this.told(one) : []));
  }

  told(one) {
    const { words } = this;
    const number = (value) => (value === null || value === undefined ? "–" : String(Math.round(value)));
    const list = (title, items, extra = "") => (items.length ? [el("h4", { text: title }), el("ul", { class: extra }, items.map((item) => el("li", { dir: "auto" }, [item])))] : []);
    const said = one.said.map((each) => el("span", {}, [el("span", { text: `${each.say}: ` }), el("q", { text: each.quote })]));
    const findings = one.findings.map((each) => el("span", { title: each.message }, [
      el("b", { class: `ca-${each.kind}`, text: each.kind === "earned" ? "+ " : each.kind === "gate" ? "! " : "− ", "aria-hidden": "true" }),
      el("span", { class: "ca-hidden", text: `${each.kind === "earned" ? words.earned : words.lost}: ` }),
      el("span", { text: `${each.name}: ` }), el("q", { text: each.quote }),
    ]));
    return [
      el("p", { class: "ca-total" }, [el("span", { text: words.try_total }), el("strong", { text: number(one.total) })]),
      el("dl", { class: "ca-dimensions" }, DIMENSIONS.map((name) => el("div", {}, [el("dt", { text: words.dimensions[name] }), el("dd", { text: number(one.dimensions[name]) })]))),
      ...list(words.try_gates, one.gates, "ca-gates"),
      el("p", { class: "ca-mood" }, [el("strong", { text: fill(words.try_mood_after, { before: one.before, after: one.after }) })]),
      one.reasons.length ? el("ul", {}, one.reasons.map((text) => el("li", { dir: "auto", text }))) : null,
      el("p", { class: "ca-next" }, [el("strong", { text: fill(words.try_next, { to: one.to }) })]),
      one.answer ? el("p", { class: "ca-quote", dir: "auto", text: one.answer }) : null,
      ...list(words.try_said, said),
      ...list(words.try_open, one.open),
      ...list(words.try_crossed, one.crossed, "ca-gates"),
      ...list(words.try_asked, one.asked),
      ...list(words.try_findings, findings, "ca-findings"),
    ].filter(Boolean);
  }
}
