// The author's desk: an ES module, no dependency, no build.
// What it imports is put in front of it before a notebook gets it (module_text.py).
//
// Everything that comes from outside is put on the page as text (textContent), never as markup. Python keeps the open file and
// says what becomes of it (traits `doc`, `checks`, `map`, `rubric`, `ranking`, each replaced as a whole) and answers every message
// with the `seq` it came with; an answer that stays out, a message that cannot be sent or a kernel that says it is gone shows the
// banner. What is written stays in the editor and in localStorage whatever happens.

import { announce, choices, el, fill, fresh, keepsInput, labelled, named, quieten, shownBy } from "./shared/page.js";
import { keep } from "./shared/kept.js";
import { Line } from "./shared/kernel_line.js";

const LOOK_AFTER = 60; // ms without a key before the text is looked at; never two looks at once, so a fast typist floods nobody
const TRY_AFTER = 120; // the same for a reply that is tried
const WEIGH_AFTER = 30; // and for a slider
const KEEP_AFTER = 200; // ms between two copies of the text in localStorage
const KEEP_FOR = 30 * 24 * 3600 * 1000; // ms; older copies go
const PATIENCE = { first: 20000, later: 4000 }; // ms without an answer before the banner shows; at first dictionaries are being read
const INDENT = 2; // spaces
const SVG = "http://www.w3.org/2000/svg";
const DRAFT = "coachkit:author:text:";
const LAST = "coachkit:author:last";
const SIDE = "coachkit:author:side";
const SIDES = ["preview", "map", "try", "checks"];
const TABS = ["scenario", "rubric"];
const DIMENSIONS = ["clarity", "empathy", "readability", "tone"];

// ---------------------------------------------------------------------------------------------------------------- elements

const SHAPES = new Set(["rect", "path", "text", "circle"]);
const ATTRIBUTES = new Set(["x", "y", "width", "height", "rx", "d", "cx", "cy", "r", "class"]);

function shape(one) {
  if (!SHAPES.has(one.tag)) return null;
  const node = document.createElementNS(SVG, one.tag);
  for (const [name, value] of Object.entries(one)) if (ATTRIBUTES.has(name)) node.setAttribute(name, String(value));
  if (one.text !== undefined) node.textContent = one.text;
  return node;
}

const field = (control) => labelled("ca", control);

// ----------------------------------------------------------------------------------------------------------- asking

// Asks one thing at a time: while an answer is under way the next question waits, and only the latest is asked.
class Asker {
  constructor(line, after, question) {
    Object.assign(this, { line, after, question });
    this.timer = null;
    this.asked = 0;
    this.waits = false;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.after);
  }

  now() {
    clearTimeout(this.timer);
    if (this.asked && this.line.pending.has(this.asked)) { this.waits = true; return; }
    this.waits = false;
    this.asked = this.question() || 0;
  }

  heard(message) { if (this.waits && message.seq === this.asked && message.kind === "done") this.now(); }

  forget() {
    clearTimeout(this.timer);
    this.waits = false;
  }
}

// ------------------------------------------------------------------------------------------------------------------ editor

// The text: a textarea over its mirror. The mirror has a block a line: it gives the sheet its height, the lines their numbers
// and the problems their marks, and wraps as the textarea does. Lines that stay keep their block, and so their marks.
export class Editor {
  constructor({ changed, save, announce }) {
    Object.assign(this, { changed, save, announce });
    this.words = {};
    this.lines = [];
    this.problems = [];
    this.leaving = false;
    const id = fresh("ca");
    this.label = el("label", { for: id, class: "ca-label" });
    this.mirror = el("div", { class: "ca-mirror", "aria-hidden": "true" });
    this.area = keepsInput(el("textarea", {
      id, rows: 12, spellcheck: "false", autocomplete: "off", autocapitalize: "off", "aria-describedby": `${id}-said ${id}-keys`, wrap: "soft",
    }));
    this.said = el("p", { class: "ca-said", id: `${id}-said`, role: "status" });
    this.keys = el("p", { class: "ca-keys ca-soft", id: `${id}-keys` });
    this.tip = el("div", { class: "ca-tip", role: "tooltip", hidden: true });
    this.sheet = el("div", { class: "ca-sheet" }, [this.mirror, this.area]);
    this.frame = el("div", { class: "ca-frame" }, [this.sheet, this.tip]);
    this.root = el("div", { class: "ca-editor" }, [this.label, this.frame, this.said, this.keys]);
    this.area.addEventListener("input", () => { this.draw(); this.changed(); });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("keyup", () => this.atCaret());
    this.area.addEventListener("click", () => this.atCaret());
    this.area.addEventListener("blur", () => { this.leaving = false; this.tip.hidden = true; });
    this.area.addEventListener("mousemove", (event) => this.hover(event));
    this.area.addEventListener("mouseleave", () => { this.tip.hidden = true; });
    this.sheet.addEventListener("scroll", () => { this.tip.hidden = true; });
  }

  get text() { return this.area.value; }

  set(text) {
    this.area.value = text;
    this.problems = [];
    this.draw();
    this.show([]);
  }

  // A whole text put in by hand, so that undo takes it back.
  replace(text) {
    this.area.focus({ preventScroll: true });
    this.area.select();
    this.insert(text);
    this.area.setSelectionRange(0, 0);
    this.sheet.scrollTop = 0;
  }

  draw() {
    const lines = this.area.value.split("\n");
    const most = Math.min(lines.length, this.lines.length);
    let head = 0;
    while (head < most && lines[head] === this.lines[head]) head += 1;
    let tail = 0;
    while (tail < most - head && lines[lines.length - 1 - tail] === this.lines[this.lines.length - 1 - tail]) tail += 1;
    const blocks = [...this.mirror.children];
    const before = blocks[this.lines.length - tail] || null;
    for (const block of blocks.slice(head, this.lines.length - tail)) block.remove();
    // An empty line has no height of its own: the letter that cannot be seen gives it one.
    const fragment = document.createDocumentFragment();
    for (const line of lines.slice(head, lines.length - tail)) fragment.append(el("div", { class: "ca-line" }, [el("span", { text: line || "\u200b" })]));
    this.mirror.insertBefore(fragment, before);
    this.lines = lines;
  }

  // Problems of this file: [{line, column, words}].
  show(problems) {
    this.problems = problems.filter((one) => !one.file);
    const lines = new Map();
    for (const one of this.problems) lines.set(one.line, [...(lines.get(one.line) || []), one.words]);
    [...this.mirror.children].forEach((block, index) => {
      const found = lines.get(index + 1);
      block.classList.toggle("ca-bad", Boolean(found));
      if (found) block.dataset.words = found.join("\n"); else delete block.dataset.words;
    });
    this.area.setAttribute("aria-invalid", String(this.problems.length > 0));
    this.atCaret();
  }

  get line() { return this.area.value.slice(0, this.area.selectionStart).split("\n").length; }

  atCaret() {
    const block = this.mirror.children[this.line - 1];
    const words = block && block.dataset.words;
    named(this.said, words ? fill(this.words.problem_on, { line: this.line, words }) : this.leaving ? this.words.leaving || "" : "");
    this.said.classList.toggle("ca-alert", Boolean(words));
  }

  hover(event) {
    if (event.buttons) return;
    for (const block of this.mirror.querySelectorAll(".ca-bad")) {
      const box = block.getBoundingClientRect();
      if (event.clientY >= box.top && event.clientY < box.bottom) {
        const frame = this.frame.getBoundingClientRect();
        named(this.tip, block.dataset.words);
        this.tip.hidden = false;
        this.tip.style.top = `${Math.min(box.bottom - frame.top + 4, frame.height)}px`;
        return;
      }
    }
    this.tip.hidden = true;
  }

  key(event) {
    if (event.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.leaving = true;
      this.tip.hidden = true;
      this.atCaret();
      this.announce(this.words.leaving);
      return;
    }
    if (event.key === "Tab" && plain) {
      if (this.leaving || this.area.readOnly) { this.leaving = false; return; }
      event.preventDefault();
      this.indent(event.shiftKey);
    } else if (event.key === "Enter" && plain && !event.shiftKey && !this.area.readOnly) {
      event.preventDefault();
      this.breakLine();
    } else if ((event.key === "s" || event.key === "S") && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      this.save();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.walk(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key !== "Shift") this.leaving = false;
  }

  // The browser's own way to write, so that its undo knows it.
  insert(text) {
    const before = this.area.value;
    const done = document.execCommand && document.execCommand("insertText", false, text);
    if (done && (this.area.value !== before || !text)) return;
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
    this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  remove() {
    if (this.area.selectionStart === this.area.selectionEnd) return;
    if (document.execCommand && document.execCommand("delete")) return;
    this.insert("");
  }

  indent(back) {
    const { value, selectionStart: start, selectionEnd: end } = this.area;
    const from = value.lastIndexOf("\n", start - 1) + 1;
    if (!back && start === end) {
      this.insert(" ".repeat(INDENT - ((start - from) % INDENT)));
      return;
    }
    const stop = end > start && value[end - 1] === "\n" ? end - 1 : end;
    const to = value.indexOf("\n", stop) < 0 ? value.length : value.indexOf("\n", stop);
    const lines = value.slice(from, to).split("\n");
    const moved = lines.map((line) => (back ? line.replace(new RegExp(`^ {1,${INDENT}}`), "") : line && " ".repeat(INDENT) + line));
    const text = moved.join("\n");
    if (text === value.slice(from, to)) return;
    this.area.setSelectionRange(from, to);
    if (text) this.insert(text); else this.remove();
    const first = moved[0].length - lines[0].length;
    if (start === end) this.area.setSelectionRange(Math.max(from, start + first), Math.max(from, start + first));
    else this.area.setSelectionRange(from, from + text.length);
  }

  // A new line begins where the one before it began.
  breakLine() {
    const { value, selectionStart: start } = this.area;
    const line = value.slice(value.lastIndexOf("\n", start - 1) + 1, start);
    this.insert(`\n${/^ */.exec(line)[0]}`);
  }

  walk(step) {
    const lines = [...new Set(this.problems.map((one) => one.line))].sort((a, b) => a - b);
    if (!lines.length) { this.announce(this.words.no_problems_here); return; }
    const here = this.line;
    const next = step > 0 ? lines.find((line) => line > here) || lines[0] : lines.findLast((line) => line < here) || lines[lines.length - 1];
    const one = this.problems.find((each) => each.line === next);
    this.go(next, one.column);
    this.announce(`${fill(this.words.problem_of, { number: lines.indexOf(next) + 1, count: lines.length })}. ${this.said.textContent}`);
  }

  go(line, column = 1) {
    const at = Math.max(1, Math.min(line, this.lines.length));
    const start = this.lines.slice(0, at - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = start + this.lines[at - 1].length;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(Math.min(end, start + Math.max(0, column - 1)), end);
    const block = this.mirror.children[at - 1];
    if (block) {
      this.sheet.scrollTop = Math.max(0, block.offsetTop - this.sheet.clientHeight / 3);
      const box = this.frame.getBoundingClientRect();
      if (box.bottom < 40 || box.top > window.innerHeight - 40) this.frame.scrollIntoView({ block: "nearest" });
    }
    this.atCaret();
  }
}

// --------------------------------------------------------------------------------------------------------------------- map

class TurnMap {
  constructor({ go }) {
    this.go = go;
    this.figure = el("div", { class: "ca-picture" });
    this.legend = el("p", { class: "ca-legend ca-soft" });
    this.list = el("ol", { class: "ca-turns" });
    this.texts = el("details", { class: "ca-as-text" }, [el("summary"), this.list]);
    this.none = el("p", { class: "ca-soft", hidden: true });
    this.root = el("div", { class: "ca-map" }, [this.none, this.legend, this.figure, this.texts]);
  }

  show(map, words) {
    const some = Boolean(map && map.list && map.list.length);
    this.none.hidden = some;
    for (const part of [this.figure, this.legend, this.texts]) part.hidden = !some;
    named(this.none, words.no_map);
    named(this.texts.firstChild, words.map_text);
    if (!some) { this.figure.replaceChildren(); this.list.replaceChildren(); return; }
    this.legend.textContent = map.legend.join("   ");
    this.figure.replaceChildren(this.picture(map));
    this.list.replaceChildren(...map.list.map((one) => this.turn(one, words)));
  }

  picture(map) {
    const svg = document.createElementNS(SVG, "svg");
    const given = { viewBox: `0 0 ${map.width} ${map.height}`, width: map.width, height: map.height, role: "img", "aria-label": map.said };
    for (const [name, value] of Object.entries(given)) svg.setAttribute(name, String(value));
    for (const one of map.shapes) {
      const node = shape(one);
      if (!node) continue;
      if (one.line) node.addEventListener("click", () => this.go(one.line));
      if (one.line) node.classList.add("ca-goes");
      svg.append(node);
    }
    return svg;
  }

  turn(one, words) {
    return el("li", {}, [
      this.link(one.id, one.line, words, "ca-turn-name"),
      one.notes.length ? el("span", { class: "ca-soft", text: ` ${one.notes.join(" · ")}` }) : null,
      one.says ? el("p", { class: "ca-quote", dir: "auto", text: one.says }) : null,
      one.rules.length ? el("ul", {}, one.rules.map((rule) => el("li", {}, [this.link(rule.words, rule.line, words)]))) : null,
    ]);
  }

  link(text, line, words, extra = "") {
    return el("button", { type: "button", class: `ca-link ${extra}`, title: fill(words.go_to_line, { line }), text, on: { click: () => this.go(line) } });
  }
}

// ------------------------------------------------------------------------------------------------------------- try a reply

class Trial {
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
      el("dl", { class: "ca-dimensions" }, DIMENSIONS.flatMap((name) => [el("dt", { text: words.dimensions[name] }), el("dd", { text: number(one.dimensions[name]) })])),
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

// ------------------------------------------------------------------------------------------------------------------ rubric

class RubricPane {
  constructor({ send, ask }) {
    Object.assign(this, { send, ask });
    this.sliders = new Map();
    this.file = field(el("select", { on: { change: () => this.send("rubric", { key: this.file.control.value }) } }));
    this.name = field(el("input", { type: "text", maxlength: 60 }));
    this.saveButton = el("button", { type: "button", class: "ca-main", on: { click: () => this.save() } });
    this.resetButton = el("button", { type: "button", on: { click: () => this.reset() } });
    this.status = el("span", { class: "ca-soft", role: "status" });
    this.shipped = el("p", { class: "ca-soft" });
    this.bar = el("div", { class: "ca-bar" }, [this.file.root, this.name.root, el("div", { class: "ca-buttons" }, [this.saveButton, this.resetButton, this.status])]);
    this.weightsHeading = el("h3");
    this.groups = el("div", { class: "ca-groups" });
    this.policy = el("details", { class: "ca-policy" }, [el("summary"), el("ul"), el("h4"), el("ul")]);
    this.left = el("div", { class: "ca-weights" }, [this.weightsHeading, this.groups, this.policy]);
    this.rankingHeading = el("h3");
    this.path = field(el("input", { type: "text", on: { keydown: (event) => { if (event.key === "Enter") this.read(); } } }));
    this.readButton = el("button", { type: "button", on: { click: () => this.read() } });
    this.note = el("p", { class: "ca-soft" });
    this.head = el("tr");
    this.body = el("tbody");
    this.table = el("table", { class: "ca-ranking" }, [el("thead", {}, [this.head]), this.body]);
    this.decideHeading = el("h3");
    this.sentences = el("ul", { class: "ca-sentences" });
    this.right = el("div", { class: "ca-order" }, [
      this.rankingHeading, this.note, el("div", { class: "ca-wide" }, [this.table]), this.decideHeading, this.sentences,
      el("div", { class: "ca-sample" }, [this.path.root, this.readButton]),
    ]);
    this.root = el("div", { class: "ca-rubric", hidden: true }, [this.bar, this.shipped, this.left, this.right]);
  }

  say(scene) {
    const { words } = scene;
    this.words = words;
    named(this.file.label, words.rubric);
    const before = this.file.control.value;
    choices(this.file.control, scene.rubrics.map((one) => [one.key, one.own ? one.title : `${one.title} · ${words.shipped}`]), (this.rubric && this.rubric.key) || before);
    for (const [node, name] of [
      [this.name.label, "rubric_name"], [this.saveButton, "save"], [this.resetButton, "reset"], [this.shipped, "rubric_shipped"], [this.weightsHeading, "weights"],
      [this.policy.querySelector("summary"), "policy"], [this.policy.querySelector("h4"), "gates"], [this.rankingHeading, "ranking"], [this.path.label, "sample_own"],
      [this.readButton, "sample_load"], [this.decideHeading, "sensitivity"],
    ]) named(node, words[name]);
    this.head.replaceChildren(...["rank", "change", "total", "reply"].map((name) => el("th", { scope: "col", text: words[name] })));
    this.saveButton.disabled = !scene.can_save;
  }

  // The weights as the kernel has them now may be others than when the rubric was shown first: the page was opened anew.
  show(rubric, ranking) {
    if (!rubric || !rubric.groups) return;
    const other = !this.rubric || this.rubric.key !== rubric.key;
    this.rubric = rubric;
    this.file.control.value = rubric.key;
    this.shipped.hidden = rubric.own;
    this.name.root.hidden = rubric.own;
    if (other) this.name.control.value = rubric.copy;
    const open = new Set([...this.groups.querySelectorAll("details[open]")].map((one) => one.dataset.dimension));
    this.sliders.clear();
    this.groups.replaceChildren(...rubric.groups.map((group, index) => this.group(group, open.size ? open.has(group.id) : index === 0)));
    const [rules, caps] = this.policy.querySelectorAll("ul");
    rules.replaceChildren(...rubric.policy.map((text) => el("li", { text })));
    caps.replaceChildren(...rubric.gates.map((text) => el("li", { text })));
    const now = ranking && ranking.key === rubric.key ? ranking.weights : {};
    for (const one of this.sliders.values()) {
      const weight = (now[one.part] || {})[one.id];
      if (weight !== undefined && weight !== one.weight) one.put(weight, true);
    }
    this.tellChanged();
  }

  group(group, open) {
    const own = this.slider("dimensions", group, 0, 0.1, this.words.dimension_weight);
    const rows = group.criteria.map((one) => this.slider("criteria", one, this.rubric.lightest, 0.05, one.name));
    return el("details", { class: "ca-group", "data-dimension": group.id, open }, [
      el("summary", {}, [el("span", { class: "ca-group-name", text: group.name }), this.sliders.get(`dimensions ${group.id}`).mirror]),
      el("div", { class: "ca-sliders ca-first" }, own),
      el("div", { class: "ca-sliders" }, rows.flat()),
    ]);
  }

  slider(part, one, least, step, label) {
    const id = fresh("ca");
    const write = (value) => String(Number(value.toFixed(2)));
    const input = el("input", { type: "range", id, min: least, max: this.rubric.heaviest, step, "aria-label": fill(this.words.weight_of, { name: one.name }) });
    input.value = one.weight;
    const entry = { part, id: one.id, start: one.start, weight: one.weight, input, moved: one.weight !== one.start };
    const number = el("output", { for: id, text: write(one.weight) });
    entry.mirror = el("span", { class: "ca-soft", text: write(one.weight) });
    const name = el("label", { for: id, text: label });
    entry.put = (value, moved) => {
      Object.assign(entry, { weight: value, moved });
      input.value = value;
      number.textContent = write(value);
      entry.mirror.textContent = write(value);
      name.classList.toggle("ca-moved", entry.weight !== entry.start);
    };
    input.addEventListener("input", () => { entry.put(Number(input.value), true); this.tellChanged(); this.ask.soon(); });
    this.sliders.set(`${part} ${one.id}`, entry);
    name.classList.toggle("ca-moved", one.weight !== one.start);
    return [name, input, number];
  }

  // Only what was moved: a weight between two steps of its slider stays what it is.
  get weights() {
    const found = { dimensions: {}, criteria: {} };
    for (const one of this.sliders.values()) if (one.moved) found[one.part][one.id] = one.weight;
    return found;
  }

  tellChanged() {
    const changed = [...this.sliders.values()].some((one) => one.weight !== one.start);
    named(this.status, changed ? this.words.unsaved : this.words.unchanged);
    this.resetButton.disabled = !changed;
  }

  reset() {
    for (const one of this.sliders.values()) one.put(one.start, false);
    this.tellChanged();
    this.ask.now();
  }

  save() { this.send("save_rubric", { ...this.weights, name: this.name.control.value.trim() }); }

  read() { this.send("sample", { path: this.path.control.value }); }

  rank(ranking) {
    if (!ranking || !ranking.rows) return;
    const { words } = this;
    named(this.note, ranking.note || "");
    this.body.replaceChildren(...ranking.rows.map((one) => {
      const sign = one.change > 0 ? "▲" : one.change < 0 ? "▼" : "=";
      const spoken = one.change ? fill(one.change > 0 ? words.up : words.down, { number: Math.abs(one.change) }) : words.same;
      return el("tr", { "data-reply": one.id, class: one.change > 0 ? "ca-up" : one.change < 0 ? "ca-down" : "" }, [
        el("td", { text: one.rank === null ? "–" : String(one.rank) }),
        el("td", {}, [el("span", { "aria-hidden": "true", text: one.change ? `${sign}${Math.abs(one.change)}` : sign }), el("span", { class: "ca-hidden", text: spoken })]),
        el("td", { text: one.total === null ? "–" : one.total.toFixed(1) }),
        el("td", { dir: "auto", lang: one.language, text: one.text }),
      ]);
    }));
    this.sentences.replaceChildren(...(ranking.sentences || []).map((text) => el("li", { text })));
  }
}

// -------------------------------------------------------------------------------------------------------------------- view

class View {
  constructor(model, host) {
    this.model = model;
    this.host = host;
    this.line = new Line(model, {
      heard: (message) => this.heard(message),
      silent: () => this.silent(),
      spoken: () => { this.banner.hidden = true; },
      patience: PATIENCE,
    });
    this.looking = new Asker(this.line, LOOK_AFTER, () => this.look());
    this.trying = new Asker(this.line, TRY_AFTER, () => this.line.send("try", this.trial.asked));
    this.weighing = new Asker(this.line, WEIGH_AFTER, () => this.line.send("weights", this.rubric.weights));
    this.doc = {};
    this.rev = 0;
    this.dirty = false;
    this.build();
    host.classList.add("ca-host");
    host.replaceChildren(this.root);
    this.events = [
      ["change:scene", () => this.draw()],
      ["change:doc", () => this.open(model.get("doc"))],
      ["change:checks", () => this.check(model.get("checks"))],
      ["change:map", () => this.drawMap()],
      ["change:rubric", () => this.rubric.show(model.get("rubric"), model.get("ranking"))],
      ["change:ranking", () => this.rubric.rank(model.get("ranking"))],
    ];
    for (const [name, handler] of this.events) model.on(name, handler);
    this.onLeave = () => this.keepDraft();
    window.addEventListener("pagehide", this.onLeave);
    keep.dropOld(DRAFT, KEEP_FOR);
    this.draw();
    this.open(model.get("doc"));
    this.check(model.get("checks"));
    this.drawMap();
    this.rubric.show(model.get("rubric"), model.get("ranking"));
    this.rubric.rank(model.get("ranking"));
    this.line.send("hello", {
      languages: [...(navigator.languages || [navigator.language])], page: document.documentElement.lang || "",
      chosen: keep.get("coachkit:language") || "", last: keep.get(LAST) || "",
    });
    requestAnimationFrame(() => this.settle());
  }

  get words() { return this.scene.words; }

  get scene() { return this.model.get("scene") || {}; }

  build() {
    this.editor = new Editor({ changed: () => this.typed(), save: () => this.save(), announce: (text) => this.announce(text) });
    this.map = new TurnMap({ go: (line) => this.editor.go(line) });
    this.trial = new Trial({ ask: this.trying });
    this.rubric = new RubricPane({ send: (kind, data) => this.line.send(kind, data), ask: this.weighing });
    this.banner = el("div", { class: "ca-banner", role: "alert", hidden: true });
    this.notice = el("div", { class: "ca-notice", role: "alert", hidden: true });
    this.noteBox = el("div", { class: "ca-notice ca-good", role: "status", hidden: true });
    this.live = el("div", { class: "ca-hidden", role: "status", "aria-live": "polite" });
    this.title = el("h2", { class: "ca-title" });
    this.tabs = el("div", { class: "ca-tabs", role: "tablist" }, TABS.map((name) => this.tab(name, "tab", (one) => this.turnTo(one))));
    this.languages = el("div", { class: "ca-languages", role: "group" });
    this.top = el("div", { class: "ca-top" }, [this.title, this.tabs, this.languages]);
    this.buildBar();
    this.sideTabs = el("div", { class: "ca-tabs ca-side-tabs", role: "tablist" }, SIDES.map((name) => this.tab(name, "side", (one) => this.lookAt(one))));
    this.sideNote = el("p", { class: "ca-side-note", role: "status", hidden: true });
    this.checkList = el("ul", { class: "ca-checks" });
    this.checkNote = el("p", { class: "ca-check-note", role: "status" });
    this.panels = {
      map: this.panel("map", [this.map.root]),
      try: this.panel("try", [this.trial.root]),
      checks: this.panel("checks", [this.checkNote, this.checkList]),
    };
    this.side = el("div", { class: "ca-side" }, [this.sideTabs, this.sideNote, ...Object.values(this.panels)]);
    this.write = el("div", { class: "ca-write" }, [this.editor.root]);
    this.root = el("div", { class: "ca-root" }, [
      el("div", { class: "ca-heads" }, [this.banner, this.top, this.notice, this.noteBox, this.live, this.bar]),
      this.write, this.side, this.rubric.root,
    ]);
  }

  tab(name, kind, act) {
    const key = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = [...event.target.parentNode.children].filter((one) => !one.hidden);
      const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
      next.focus();
      next.click();
    };
    return el("button", { type: "button", role: "tab", class: "ca-tab", "data-name": name, "data-kind": kind, on: { click: () => act(name), keydown: key } });
  }

  panel(name, children) {
    return el("div", { class: "ca-panel", role: "tabpanel", "data-name": name, tabindex: 0, hidden: true }, children);
  }

  buildBar() {
    this.file = field(el("select", { on: { change: () => this.choose() } }));
    const button = (act, extra = "") => el("button", { type: "button", class: extra, on: { click: act } });
    this.newButton = button(() => this.toggleNew());
    this.copyButton = button(() => this.line.send("copy"), "ca-main");
    this.saveButton = button(() => this.save(), "ca-main");
    this.saveAsButton = button(() => this.toggleName());
    this.reloadButton = button(() => this.reload());
    this.status = el("span", { class: "ca-status", role: "status" });
    this.shipped = el("p", { class: "ca-soft", hidden: true });
    this.offer = el("div", { class: "ca-notice", role: "status", hidden: true });
    this.nameField = field(el("input", { type: "text", maxlength: 60, on: { keydown: (event) => { if (event.key === "Enter") this.saveAs(); } } }));
    this.nameSave = button(() => this.saveAs(), "ca-main");
    this.nameBox = el("div", { class: "ca-inline", hidden: true }, [this.nameField.root, this.nameSave]);
    this.buildNew(button);
    this.bar = el("div", { class: "ca-bar-box" }, [
      el("div", { class: "ca-bar" }, [
        this.file.root,
        el("div", { class: "ca-buttons" }, [this.copyButton, this.saveButton, this.saveAsButton, this.reloadButton, this.newButton, this.status]),
      ]),
      this.nameBox, this.newBox, this.shipped, this.offer,
    ]);
  }

  buildNew(button) {
    this.newFields = {
      course: field(el("select")),
      name: field(el("input", { type: "text", maxlength: 60 })),
      title: field(el("input", { type: "text", maxlength: 120 })),
      kind: field(el("select", { on: { change: () => this.fillChannels() } })),
      language: field(el("select")),
      channel: field(el("select")),
    };
    this.createButton = button(() => this.create(), "ca-main");
    this.cancelButton = button(() => this.toggleNew());
    this.newLegend = el("legend");
    this.newNone = el("p", { class: "ca-soft", hidden: true });
    this.newBox = el("fieldset", { class: "ca-new", hidden: true }, [
      this.newLegend, this.newNone, ...Object.values(this.newFields).map((one) => one.root),
      el("div", { class: "ca-buttons" }, [this.createButton, this.cancelButton]),
    ]);
  }

  // Once it is on the page: the preview and the chart stand beside this view, in the same box; keys stay within all of them.
  settle() {
    this.desk = this.root.closest(".ck-author");
    if (!this.desk) return;
    this.preview = this.desk.querySelector(".ck-author-preview");
    if (this.preview) {
      this.preview.id = this.preview.id || fresh("ca");
      this.preview.setAttribute("role", "tabpanel");
    }
    const outer = this.root.closest(".ck-desk") || this.desk;
    this.observer = quieten(outer);
    this.turnTo(this.tabName || "scenario");
    this.lookAt(keep.get(SIDE) || "preview");
  }

  turnTo(name) {
    this.tabName = TABS.includes(name) ? name : "scenario";
    if (this.desk) this.desk.dataset.tab = this.tabName;
    const rubric = this.tabName === "rubric";
    this.notice.hidden = true;
    this.noteBox.hidden = true;
    this.rubric.root.hidden = !rubric;
    for (const part of [this.bar, this.write, this.side]) part.hidden = rubric;
    this.mark(this.tabs, this.tabName);
    if (rubric && !(this.model.get("rubric") || {}).groups) this.line.send("rubric", { key: "" });
  }

  lookAt(name) {
    this.sideName = SIDES.includes(name) ? name : "preview";
    keep.set(SIDE, this.sideName);
    if (this.desk) this.desk.dataset.side = this.sideName;
    for (const [one, panel] of Object.entries(this.panels)) panel.hidden = one !== this.sideName;
    this.mark(this.sideTabs, this.sideName);
    if (this.sideName === "try" && this.trial.turns.length) this.trying.now();
  }

  mark(tabs, name) {
    for (const one of tabs.children) {
      const chosen = one.dataset.name === name;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      const panel = one.dataset.kind === "side" ? (one.dataset.name === "preview" ? this.preview : this.panels[one.dataset.name]) : null;
      if (!panel) continue;
      panel.id = panel.id || fresh("ca");
      one.id = one.id || fresh("ca");
      one.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", one.id);
    }
  }

  // ------------------------------------------------------------------------------------------------------------- drawing

  draw() {
    const { scene } = this;
    if (!scene.words) return;
    const { words } = scene;
    if (this.root.lang !== scene.language) {
      // What was said before was said in another language.
      this.notice.hidden = true;
      this.noteBox.hidden = true;
      if (this.root.lang && !this.offer.hidden) this.offerKept(this.doc);
    }
    this.root.lang = scene.language;
    this.editor.words = words;
    for (const [node, text] of [
      [this.title, words.title], [this.banner, words.silent], [this.file.label, words.file], [this.newButton, words.new], [this.copyButton, words.copy_file],
      [this.saveButton, words.save], [this.saveAsButton, words.save_as], [this.reloadButton, words.reload], [this.shipped, scene.can_save ? words.copy_first : scene.no_workspace],
      [this.editor.label, words.editor], [this.editor.keys, words.keys], [this.nameField.label, words.new_name], [this.nameSave, words.save],
      [this.newLegend, words.new_legend], [this.createButton, words.create], [this.cancelButton, words.cancel], [this.newNone, scene.no_course],
    ]) named(node, text);
    this.saveButton.title = "Ctrl+S";
    for (const one of this.tabs.children) named(one, words.tabs[one.dataset.name]);
    this.tabs.setAttribute("aria-label", words.view);
    this.sideTabs.setAttribute("aria-label", words.side_label);
    this.nameSides();
    this.languages.setAttribute("aria-label", words.language);
    if (this.languages.dataset.shown !== scene.language) {
      this.languages.replaceChildren(...scene.languages.map((one) => el("button", {
        type: "button", class: "ca-language", lang: one.code, text: one.name, "aria-pressed": String(one.code === scene.language),
        on: { click: () => this.speak(one.code) },
      })));
      this.languages.dataset.shown = scene.language;
    }
    this.files(scene);
    this.newForm(scene);
    this.rubric.say(scene);
    this.drawMap();
    this.check(this.model.get("checks"));
    this.tellState();
  }

  speak(code) {
    keep.set("coachkit:language", code);
    this.line.send("language", { language: code });
  }

  nameSides() {
    const count = this.problemCount || 0;
    for (const one of this.sideTabs.children) {
      const name = this.words.sides[one.dataset.name];
      named(one, one.dataset.name === "checks" && count ? `${name} (${count})` : name);
    }
  }

  files(scene) {
    const { words } = scene;
    const groups = new Map();
    for (const one of scene.files) {
      const name = one.own ? one.group : words.shipped;
      groups.set(name, [...(groups.get(name) || []), one]);
    }
    const parts = [...groups].map(([name, files]) => el("optgroup", { label: name }, files.map((one) => el("option", { value: one.key, text: one.title }))));
    this.file.control.replaceChildren(el("option", { value: "", text: words.choose_file }), ...parts);
    this.file.control.value = this.doc.key || "";
  }

  newForm(scene) {
    const { words } = scene;
    const fields = this.newFields;
    for (const [name, key] of [["course", "course"], ["name", "name"], ["title", "scenario_title"], ["kind", "kind"], ["language", "scenario_language"], ["channel", "channel"]]) {
      named(fields[name].label, words[key]);
    }
    choices(fields.course.control, scene.courses.map((one) => [one, one]), fields.course.control.value);
    choices(fields.kind.control, scene.kinds.map((one) => [one, words.kinds[one]]), fields.kind.control.value);
    choices(fields.language.control, Object.entries(words.language_names), fields.language.control.value || scene.language);
    this.newNone.hidden = scene.courses.length > 0;
    this.createButton.disabled = !scene.courses.length;
    this.newButton.disabled = !scene.can_save;
    this.fillChannels();
  }

  fillChannels() {
    const { channel, kind } = this.newFields;
    const known = this.scene.channels[kind.control.value] || [];
    choices(channel.control, known.map((one) => [one.id, one.name]), channel.control.value);
  }

  drawMap() {
    if (!this.words) return;
    const map = this.model.get("map");
    this.map.show(map, this.words);
    this.trial.show(map, this.words);
    if (this.sideName === "try" && this.trial.turns.length) this.trying.soon();
  }

  check(checks) {
    if (!this.words) return;
    const { words } = this;
    const known = Boolean(checks && checks.key && checks.key === this.doc.key);
    const problems = known ? checks.problems : [];
    // What belongs to an earlier text says nothing of this one: its marks stay where they are until the next look.
    if (known && checks.rev < this.rev) return;
    this.editor.show(problems);
    this.problemCount = problems.length;
    this.nameSides();
    const said = !known ? words.no_file : problems.length ? fill(words.problem_count, { count: problems.length }) : checks.stage === "full" ? words.all_well : words.first_well;
    named(this.checkNote, said);
    this.checkList.replaceChildren(...problems.map((one) => this.problem(one, words)));
    const broken = known && !checks.loads;
    this.sideNote.hidden = known && !broken;
    this.sideNote.classList.toggle("ca-alert", broken);
    named(this.sideNote, !known ? words.no_file : broken ? (checks.good ? words.last_good : words.never_good) : "");
    this.root.dataset.stage = known ? checks.stage : "";
    this.root.dataset.loads = known ? String(checks.loads) : "";
  }

  problem(one, words) {
    const place = one.file ? `${one.file}:${one.line}` : fill(words.line, { line: one.line });
    const inside = [el("span", { class: "ca-cross", "aria-hidden": "true", text: "✖" }), el("span", { class: "ca-place", text: place }), el("span", { dir: "auto", text: one.words })];
    if (one.file) return el("li", { class: "ca-problem" }, inside);
    return el("li", {}, [el("button", { type: "button", class: "ca-problem", on: { click: () => this.editor.go(one.line, one.column) } }, inside)]);
  }

  // ---------------------------------------------------------------------------------------------------------------- files

  choose() {
    this.keepDraft();
    this.looking.forget();
    const key = this.file.control.value;
    if (key) this.line.send("open", { key });
    this.file.control.value = this.doc.key || "";
  }

  // The kernel's file: another one than before, or this one after another window has changed it.
  open(doc) {
    if (!doc || !doc.key) { this.tellState(); return; }
    const other = doc.key !== this.doc.key || doc.name !== this.doc.name;
    const mine = doc.by && doc.by === this.line.view;
    this.doc = doc;
    if (mine && !other) { this.tellState(); return; }
    const asked = this.reloading;
    this.reloading = false;
    if (other || asked || doc.rev >= this.rev || !this.dirty) {
      this.rev = doc.rev;
      this.dirty = doc.dirty;
      if (this.editor.text !== doc.text) this.editor.set(doc.text);
      if (other) { this.editor.sheet.scrollTop = 0; this.editor.area.setSelectionRange(0, 0); }
    }
    this.editor.area.readOnly = !doc.own;
    this.file.control.value = doc.key;
    keep.set(LAST, doc.key);
    this.notice.hidden = true;
    this.nameBox.hidden = true;
    this.offerKept(doc);
    this.tellState();
  }

  tellState() {
    if (!this.words) return;
    const own = Boolean(this.doc.own);
    const some = Boolean(this.doc.key);
    this.copyButton.hidden = !some || own;
    this.copyButton.disabled = !this.scene.can_save;
    this.shipped.hidden = !some || own;
    for (const one of [this.saveButton, this.saveAsButton, this.reloadButton]) one.hidden = !some || !own;
    this.editor.area.disabled = !some;
    named(this.status, !some || !own ? "" : this.dirty ? this.words.unsaved : this.words.unchanged);
    this.status.classList.toggle("ca-alert", some && own && this.dirty);
    this.saveButton.classList.toggle("ca-main", this.dirty);
  }

  key() { return `${DRAFT}${this.doc.kept_as}`; }

  keepDraft() {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (!this.doc.own || !this.dirty) return;
    keep.set(this.key(), { text: this.editor.text, seen: this.doc.seen, saved: Date.now() });
  }

  // What this browser kept of the file and the kernel does not have: offered, never put in by itself.
  offerKept(doc) {
    const kept = doc.own ? keep.get(this.key()) : null;
    const differs = kept && typeof kept.text === "string" && kept.text !== this.editor.text;
    this.offer.hidden = !differs;
    if (!differs) { if (kept && !this.dirty) keep.drop(this.key()); this.offer.replaceChildren(); return; }
    const { words } = this;
    const when = new Date(kept.saved).toLocaleString(this.scene.language);
    const said = fill(words.offer, { when }) + (kept.seen !== doc.seen ? ` ${words.offer_changed}` : "");
    const close = () => { this.offer.hidden = true; this.offer.replaceChildren(); };
    this.offer.replaceChildren(
      el("p", { text: said }),
      el("div", { class: "ca-buttons" }, [
        el("button", { type: "button", class: "ca-main", text: words.restore, on: { click: () => { close(); this.editor.replace(kept.text); } } }),
        el("button", { type: "button", text: words.discard, on: { click: () => { keep.drop(this.key()); close(); this.editor.area.focus(); } } }),
      ]),
    );
  }

  typed() {
    this.dirty = true;
    this.rev += 1;
    this.notice.hidden = true;
    this.noteBox.hidden = true;
    if (!this.keeping) this.keeping = setTimeout(() => this.keepDraft(), KEEP_AFTER);
    this.tellState();
    this.looking.soon();
  }

  look() {
    if (!this.doc.own) return 0;
    return this.line.send("edit", { key: this.doc.key, text: this.editor.text, rev: this.rev });
  }

  save() {
    if (!this.doc.key || !this.doc.own) return;
    this.looking.forget();
    this.dirty = true;
    this.keepDraft();
    this.savedText = this.editor.text;
    this.line.send("save", { key: this.doc.key, text: this.editor.text, rev: this.rev });
  }

  toggleName() {
    this.nameBox.hidden = !this.nameBox.hidden;
    if (this.nameBox.hidden) return;
    this.nameField.control.value = `${(this.doc.name || "").split("/").pop().replace(/\.ya?ml$/, "")}-2`;
    this.nameField.control.focus();
    this.nameField.control.select();
  }

  saveAs() {
    this.looking.forget();
    clearTimeout(this.keeping);
    this.keeping = null;
    this.line.send("save_as", { key: this.doc.key, text: this.editor.text, rev: this.rev, name: this.nameField.control.value.trim() });
  }

  reload() {
    this.looking.forget();
    this.keepDraft();
    this.reloading = true;
    this.line.send("reload");
  }

  toggleNew() {
    this.newBox.hidden = !this.newBox.hidden;
    if (!this.newBox.hidden) this.newFields.name.control.focus(); else this.newButton.focus();
  }

  create() {
    const value = (name) => this.newFields[name].control.value.trim();
    this.creating = this.line.send("new", {
      name: value("name"), title: value("title"), scenario_kind: value("kind"), language: value("language"), channel: value("channel"), course: value("course"),
    });
  }

  // --------------------------------------------------------------------------------------------------------------- telling

  heard(message) {
    if (message.kind === "tried") this.trial.heard(message);
    else if (message.kind === "notice") this.tell(message.text);
    else if (message.kind === "note") { this.told(message.text); if (message.seq === this.creating) { this.newBox.hidden = true; this.editor.area.focus(); } }
    else if (message.kind === "saved") this.saved(message.text);
    else if (message.kind === "rubric_saved") this.told(message.text);
    else if (message.kind === "conflict") this.conflict(message.text);
    else if (message.kind === "dropped") keep.drop(`${DRAFT}${message.kept_as}`);
    for (const one of [this.looking, this.trying, this.weighing]) one.heard(message);
  }

  saved(text) {
    if (this.editor.text === this.savedText) {
      this.dirty = false;
      clearTimeout(this.keeping);
      this.keeping = null;
      keep.drop(this.key());
    }
    this.offer.hidden = true;
    this.told(text);
    this.tellState();
  }

  conflict(text) {
    this.noteBox.hidden = true;
    this.notice.hidden = false;
    this.notice.replaceChildren(
      el("p", { text }),
      el("div", { class: "ca-buttons" }, [
        el("button", { type: "button", text: this.words.reload, on: { click: () => this.reload() } }),
        el("button", { type: "button", class: "ca-main", text: this.words.keep_mine, on: { click: () => { this.notice.hidden = true; this.nameBox.hidden = true; this.toggleName(); } } }),
      ]),
    );
  }

  tell(text) {
    this.reloading = false;
    if (this.rubric.rubric) this.rubric.file.control.value = this.rubric.rubric.key;
    this.noteBox.hidden = true;
    this.notice.hidden = !text;
    this.notice.textContent = text || "";
  }

  told(text) {
    this.notice.hidden = true;
    this.noteBox.hidden = !text;
    this.noteBox.textContent = text || "";
  }

  announce(text) { announce(this.live, text); }

  silent() {
    this.keepDraft();
    this.banner.textContent = (this.words || {}).silent || "No answer from the kernel.";
    this.banner.hidden = false;
  }

  close() {
    this.keepDraft();
    for (const one of [this.looking, this.trying, this.weighing]) one.forget();
    for (const [name, handler] of this.events) this.model.off(name, handler);
    window.removeEventListener("pagehide", this.onLeave);
    if (this.observer) this.observer.disconnect();
    this.line.close();
  }
}

export default shownBy(View);
