// The reviewer's desk: an ES module, no dependency, no build.
// What it imports is put in front of it before a notebook gets it (browser_files.py).
//
// Everything that comes from outside is put on the page as text (textContent), never as markup. Python sends what may be seen
// (traits `scene`, `listing`, `sheet`, each replaced as a whole) and answers every message with the `seq` it came with; an answer
// that stays out, a message that cannot be sent or a kernel that says it is gone shows the banner. A review that is not saved yet
// stays on the page and in localStorage whatever happens.

import { keep } from "./shared/kept.js";
import { Line } from "./shared/kernel_line.js";
import { announce, choices, el, fill, fresh, keepsInput, labelled, named, shownBy } from "./shared/page.js";
import { Criteria, inSteps, STEPS } from "./parts/review_criteria.js";
import { explained, ReplyText } from "./parts/review_reply.js";

const ADD_UP_AFTER = 40; // ms after the last key before the total is asked for
const KEEP_AFTER = 150; // ms between two copies of the review in localStorage
const KEEP_FOR = 30 * 24 * 3600 * 1000; // ms; older copies go
const PATIENCE = { first: 20000, later: 4000 }; // ms without an answer before the banner shows; at first dictionaries are being read
const LISTED = 500; // replies in the list at a time
const DRAFT = "coachkit:review:draft:";
const EVERY = "coachkit:review:every";

// Names a save, so that one sent twice after a silence is kept once.
function saveId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

const field = (control, text = "") => labelled("cr", control, text);

function rounded(value) { return value === null || value === undefined ? "–" : String(Math.round(value)); }

class View {
  constructor(model, host) {
    this.model = model;
    this.words = {};
    this.key = "";
    this.drafts = new Map();
    this.filters = { state: "all", agent: "", why: "" };
    this.every = keep.get(EVERY) === true;
    this.work = blank();
    this.build();
    host.append(this.root);
    keep.dropOld(DRAFT, KEEP_FOR);
    this.line = new Line(model, {
      heard: (message) => this.heard(message),
      silent: () => this.silent(),
      spoken: () => { this.banner.hidden = true; },
      patience: PATIENCE,
    });
    this.events = [["change:scene", () => this.drawScene()], ["change:listing", () => this.drawList()], ["change:sheet", () => this.drawSheet()]];
    for (const [name, handler] of this.events) model.on(name, handler);
    this.onLeave = () => this.keepNow();
    window.addEventListener("pagehide", this.onLeave);
    this.drawScene();
    this.drawList();
    this.drawSheet();
    this.line.send("hello", { languages: [...(navigator.languages || [])], page: document.documentElement.lang });
  }

  // ---- what stands on the page

  build() {
    this.title = el("h3", { class: "ck-title" });
    this.source = el("span", { class: "ck-soft" });
    this.another = el("button", { type: "button", class: "cr-another", on: { click: () => { this.keepNow(); this.line.send("close"); } } });
    this.languages = el("div", { class: "cr-languages", role: "group" });
    this.banner = el("p", { class: "ck-banner", role: "alert", hidden: true });
    this.notice = el("p", { class: "ck-notice", role: "alert", hidden: true });
    this.note = el("p", { class: "ck-notice cr-good", role: "status", hidden: true });
    this.live = el("p", { class: "ck-hidden", "aria-live": "polite" });
    this.start = this.startForm();
    this.desk = el("div", { class: "cr-desk", hidden: true }, [this.buildList(), this.buildReading(), this.buildScoring()]);
    this.root = el("section", { class: "ck-conv cr-root" }, [
      el("div", { class: "ck-head cr-top" }, [this.title, this.source, this.another, this.languages]),
      this.banner, this.notice, this.note, this.live, this.start, this.desk,
    ]);
    this.root.addEventListener("keydown", (event) => this.anyKey(event));
  }

  startForm() {
    const list = fresh("cr");
    this.path = field(el("input", { type: "text", list, autocomplete: "off", spellcheck: "false" }));
    this.name = field(el("input", { type: "text", maxlength: 200, autocomplete: "off", spellcheck: "false" }));
    this.files = el("datalist", { id: list });
    this.hint = el("p", { class: "ck-soft" });
    this.openButton = el("button", { type: "submit", class: "ck-send" });
    this.storeButton = el("button", { type: "button", on: { click: () => this.open(true) } });
    return el("form", { class: "cr-start", hidden: true, on: { submit: (event) => { event.preventDefault(); this.open(false); } } }, [
      this.name.root, this.path.root, this.files, this.hint, el("div", { class: "ck-actions" }, [this.openButton, this.storeButton]),
    ]);
  }

  open(stored) { this.line.send("open", { reviewer: this.name.control.value, path: this.path.control.value, stored }); }

  buildList() {
    this.bar = el("div", { class: "ck-bar", role: "progressbar", "aria-valuemin": 0 }, [el("span", { class: "ck-bar-value" })]);
    this.said = el("span", { class: "cr-done" });
    const filter = (name) => {
      const made = field(el("select", { on: { change: () => { this.filters[name] = made.control.value; this.drawRows(); } } }));
      return made;
    };
    this.byState = filter("state");
    this.byAgent = filter("agent");
    this.byWhy = filter("why");
    this.list = field(el("select", { size: 6, class: "cr-list", on: { change: () => this.go(this.list.control.value) } }));
    this.listNote = el("p", { class: "ck-soft", role: "status" });
    this.back = el("button", { type: "button", on: { click: () => this.step(-1) } });
    this.forth = el("button", { type: "button", on: { click: () => this.step(1) } });
    this.refresh = el("button", { type: "button", class: "cr-refresh", on: { click: () => this.line.send("refresh") } });
    return el("div", { class: "cr-replies" }, [
      el("div", { class: "cr-progress" }, [this.said, this.bar]),
      el("div", { class: "cr-filters" }, [this.byState.root, this.byAgent.root, this.byWhy.root]),
      this.list.root, this.listNote,
      el("div", { class: "ck-actions" }, [this.back, this.forth, this.refresh]),
    ]);
  }

  buildReading() {
    this.chips = el("div", { class: "ck-chips" });
    this.talkTitle = el("h4", { class: "ck-heading" });
    this.messages = el("ol", { class: "ck-messages" });
    this.thread = el("div", { class: "ck-thread", tabindex: 0, role: "group" }, [this.messages]);
    this.reply = new ReplyText();
    this.wrongButton = el("button", { type: "button", class: "cr-wrong-button", on: { click: () => this.beginMark() } });
    this.wrongBox = this.markForm();
    this.marks = el("div", { class: "cr-marks", hidden: true });
    this.findings = el("div", { class: "cr-findings", hidden: true });
    return el("div", { class: "cr-read" }, [
      this.chips, this.talkTitle, this.thread, this.reply.root, el("div", { class: "ck-actions" }, [this.wrongButton]), this.wrongBox, this.marks, this.findings,
    ]);
  }

  markForm() {
    this.wrongQuote = el("blockquote", { class: "cr-quote" });
    this.wrongWhat = field(el("select"));
    this.wrongWhy = field(keepsInput(el("textarea", { rows: 2, maxlength: 2000, dir: "auto" })));
    this.wrongAdd = el("button", { type: "button", class: "ck-send", on: { click: () => this.addMark() } });
    this.wrongCancel = el("button", { type: "button", on: { click: () => { this.wrongBox.hidden = true; this.reply.area.focus(); } } });
    return el("fieldset", { class: "cr-box", hidden: true }, [
      this.wrongQuote, this.wrongWhat.root, this.wrongWhy.root, el("div", { class: "ck-actions" }, [this.wrongAdd, this.wrongCancel]),
    ]);
  }

  buildScoring() {
    const id = fresh("cr");
    this.show = el("input", { type: "checkbox", id, on: { change: () => this.line.send("show", { on: this.show.checked }) } });
    this.showLabel = el("label", { for: id });
    this.sight = el("p", { class: "ck-soft cr-sight", role: "status" });
    this.criteriaTitle = el("h4", { class: "ck-heading" });
    this.which = field(el("select", { class: "cr-which", on: { change: () => { this.every = this.which.control.value === "every"; keep.set(EVERY, this.every); this.drawCriteria(); } } }));
    this.keys = el("p", { class: "ck-soft cr-keys" });
    this.criteria = new Criteria({ changed: () => this.changed(), leave: (where) => (where === "save" ? this.save : this.comment.control).focus(), announce: (text) => this.announce(text) });
    this.gates = el("fieldset", { class: "cr-box cr-gates" });
    this.comment = field(keepsInput(el("textarea", { rows: 3, maxlength: 10000, dir: "auto", on: { input: () => { this.work.comment = this.comment.control.value; this.changed(); } } })));
    this.masked = el("p", { class: "ck-soft", id: fresh("cr") });
    this.comment.root.append(this.masked);
    const list = fresh("cr");
    this.roots = el("datalist", { id: list });
    this.root_ = field(el("input", { type: "text", list, maxlength: 200, dir: "auto", on: { input: () => { this.work.root = this.root_.control.value; this.changed(); } } }));
    this.total = el("strong", { class: "cr-total" });
    this.machineTotal = el("span", { class: "cr-machine" });
    this.state = el("span", { class: "ck-status" });
    this.save = el("button", { type: "button", on: { click: () => this.send(false) } });
    this.saveNext = el("button", { type: "button", class: "ck-send", on: { click: () => this.send(true) } });
    this.discard = el("button", { type: "button", class: "ck-quiet", hidden: true, on: { click: () => this.drop() } });
    this.others = el("div", { class: "cr-others", hidden: true });
    return el("div", { class: "cr-score" }, [
      el("div", { class: "ck-setting" }, [this.show, this.showLabel]), this.sight,
      el("div", { class: "cr-criteria-top" }, [this.criteriaTitle, this.which.root]), this.keys, this.criteria.root, this.gates, this.comment.root, this.root_.root, this.roots,
      el("div", { class: "cr-foot" }, [el("p", {}, [this.total, " ", this.machineTotal]), el("div", { class: "ck-actions" }, [this.save, this.saveNext, this.state, this.discard])]),
      this.others,
    ]);
  }

  // ---- the desk and the list

  drawScene() {
    const scene = this.model.get("scene");
    if (!scene || !scene.words) return;
    const { words } = scene;
    this.words = this.reply.words = words;
    this.root.lang = scene.language;
    for (const [node, text] of [
      [this.title, words.title], [this.another, words.another], [this.path.label, words.file], [this.name.label, words.reviewer], [this.hint, words.file_hint],
      [this.openButton, words.open], [this.storeButton, words.from_store], [this.byState.label, words.filter], [this.byAgent.label, words.agent],
      [this.byWhy.label, words.why], [this.list.label, words.replies], [this.back, words.previous], [this.forth, words.next], [this.refresh, words.refresh],
      [this.talkTitle, words.conversation], [this.reply.label, words.reply], [this.reply.keys, words.reply_keys], [this.wrongButton, words.wrong],
      [this.wrongWhat.label, words.wrong_criterion], [this.wrongWhy.label, words.wrong_comment], [this.wrongAdd, words.wrong_add], [this.wrongCancel, words.cancel],
      [this.showLabel, words.show], [this.criteriaTitle, words.criteria], [this.which.label, words.which], [this.keys, words.keys], [this.comment.label, words.comment], [this.masked, words.comment_masked],
      [this.root_.label, words.root], [this.save, words.save], [this.saveNext, words.save_next], [this.discard, words.discard],
    ]) named(node, text);
    this.root.setAttribute("aria-label", words.title);
    this.masked.hidden = !scene.masks;
    if (scene.masks) for (const one of [this.comment.control, this.wrongWhy.control]) one.setAttribute("aria-describedby", this.masked.id);
    this.thread.setAttribute("aria-label", words.conversation);
    this.languages.setAttribute("aria-label", words.language);
    choices(this.which.control, [["important", words.important], ["every", words.every]], this.every ? "every" : "important");
    this.roots.replaceChildren(...words.roots.map((one) => el("option", { value: one })));
    this.files.replaceChildren(...scene.files.map((one) => el("option", { value: one })));
    this.drawLanguages(scene);
    if (!this.name.control.value) this.name.control.value = scene.reviewer;
    if (!this.path.control.value) this.path.control.value = scene.path || (scene.files.length === 1 ? scene.files[0] : "");
    named(this.source, scene.opened ? `${scene.source} · ${scene.reviewer}` : "");
    this.start.hidden = scene.opened;
    this.desk.hidden = this.another.hidden = !scene.opened;
    this.say(scene.opened ? "" : scene.news, scene.opened ? scene.news : "");
    this.drawList();
    this.drawSheet();
  }

  drawLanguages(scene) {
    const here = this.languages.contains(document.activeElement);
    this.languages.replaceChildren(...scene.languages.map((one) => el("button", {
      type: "button", lang: one.code, class: "cr-language", "aria-pressed": String(one.code === scene.language), text: one.name, on: { click: () => this.line.send("language", { language: one.code }) },
    })));
    if (here) this.languages.querySelector("[aria-pressed='true']").focus();
  }

  drawList() {
    const listing = this.model.get("listing");
    if (!listing || !listing.rows || !this.words.filters) return;
    const { words } = this;
    named(this.said, fill(words.progress, listing));
    this.bar.setAttribute("aria-valuemax", listing.count);
    this.bar.setAttribute("aria-valuenow", listing.done);
    this.bar.setAttribute("aria-label", this.said.textContent);
    this.bar.firstChild.style.width = `${(100 * listing.done) / Math.max(1, listing.count)}%`;
    const agents = [...new Set(listing.rows.map((one) => one.agent).filter(Boolean))].sort();
    const whys = [...new Set(listing.rows.flatMap((one) => one.why))].filter((one) => one in words.whys);
    choices(this.byState.control, Object.entries(words.filters), this.filters.state);
    choices(this.byAgent.control, [["", words.everyone], ...agents.map((one) => [one, one])], this.filters.agent);
    choices(this.byWhy.control, [["", words.any_reason], ...whys.map((one) => [one, words.whys[one]])], this.filters.why);
    this.byAgent.root.hidden = agents.length < 2;
    this.byWhy.root.hidden = !whys.length;
    for (const [name, one] of [["state", this.byState], ["agent", this.byAgent], ["why", this.byWhy]]) this.filters[name] = one.control.value;
    this.drawRows();
  }

  // The rows that fit the filters. The reply on the desk stays in the list until another is opened, though it fits no more.
  get rows() {
    const { state, agent, why } = this.filters;
    const fits = { all: () => true, todo: (one) => !one.done, done: (one) => one.done, disputed: (one) => one.disputed }[state] || (() => true);
    return ((this.model.get("listing") || {}).rows || []).filter((one) => one.key === this.key || (fits(one) && (!agent || one.agent === agent) && (!why || one.why.includes(why))));
  }

  drawRows() {
    const { words, rows } = this;
    const numbers = new Map(((this.model.get("listing") || {}).rows || []).map((one, place) => [one.key, place + 1]));
    const at = rows.findIndex((one) => one.key === this.key);
    const first = Math.max(0, Math.min(at - LISTED / 2, rows.length - LISTED));
    this.list.control.replaceChildren(...rows.slice(first, first + LISTED).map((one) => {
      const state = one.disputed ? words.disputed : one.done ? words.reviewed : words.not_reviewed;
      const about = [`${numbers.get(one.key)}.`, one.agent, one.channel, one.words].filter(Boolean).join(" · ");
      return el("option", { value: one.key, "aria-label": `${about}, ${state}`, text: `${one.disputed ? "⚑" : one.done ? "✓" : "○"} ${about}` });
    }));
    this.list.control.value = this.key;
    named(this.listNote, rows.length > LISTED ? fill(words.listed_first, { count: LISTED }) : rows.some((one) => one.key !== this.key) || this.filters.state === "all" ? "" : words.none_listed);
    this.listNote.hidden = !this.listNote.textContent;
  }

  go(key) {
    if (!key || key === this.key) return;
    this.keepNow();
    this.line.send("go", { key });
  }

  // The reply before or after this one, among those that fit.
  step(by) {
    const { rows } = this;
    const next = rows[rows.findIndex((one) => one.key === this.key) + by];
    if (next) this.go(next.key); else this.say("", this.words.last_reply);
    return Boolean(next);
  }

  // ---- the reply on the desk

  drawSheet() {
    const sheet = this.model.get("sheet");
    if (!sheet || !sheet.key || !this.words.filters) return;
    const other = sheet.key !== this.key;
    if (other) {
      this.key = sheet.key;
      this.began = performance.now();
      this.take(sheet);
      this.wrongBox.hidden = true;
      this.say("", "");
    }
    const { words } = this;
    this.root.dataset.channel = sheet.channel;
    this.chips.replaceChildren(...[...sheet.chips, this.when(sheet.at)].filter(Boolean).map((text) => el("span", { class: "ck-chip", text })));
    this.messages.replaceChildren(...sheet.thread.map((one) => this.message(one)));
    const here = this.messages.querySelector(".cr-here");
    if (other && here) this.thread.scrollTop = here.offsetTop - this.thread.offsetTop - 60;
    this.show.checked = sheet.shown;
    named(this.sight, sheet.seen ? words.seen : words.blind);
    this.drawMarked(sheet);
    this.drawCriteria();
    this.drawGates(sheet);
    this.drawFindings(sheet);
    this.drawOthers(sheet);
    named(this.machineTotal, sheet.machine ? fill(words.machine_total, { total: rounded(sheet.machine.total) }) : "");
    this.drawRows();
    this.tellState();
    if (other) this.addUp();
    if (other && this.focusNext) { this.focusNext = false; this.criteria.go(0); }
  }

  message(one) {
    const { words } = this;
    const mine = one.speaker === "agent";
    return el("li", { class: `ck-bubble ${mine ? "ck-mine" : "ck-theirs"}${one.here ? " cr-here" : ""}` }, [
      el("div", { class: "ck-bubble-box" }, [
        el("p", { class: "ck-who" }, [el("span", { text: mine ? words.agent_said : words.customer }), one.name ? el("bdi", { text: ` · ${one.name}` }) : null, one.at ? el("span", { class: "ck-time", text: ` ${this.when(one.at)}` }) : null]),
        el("p", { class: "ck-body", dir: "auto", text: one.text }),
      ]),
    ]);
  }

  drawMarked(sheet) {
    this.reply.show(sheet.text, sheet.machine ? sheet.machine.findings : [], this.work.marks);
    const names = this.names(sheet);
    const items = this.work.marks.map((one, place) => el("li", {}, [
      el("q", { dir: "auto", text: one.quote }), el("span", { text: ` ${names.get(one.criterion) || one.criterion}. ` }), el("bdi", { text: one.comment || "" }), " ",
      el("button", { type: "button", class: "ck-quiet", text: this.words.remove, "aria-label": `${this.words.remove}: ${one.quote}`, on: { click: () => { this.work.marks.splice(place, 1); this.changed(); this.drawMarked(sheet); this.wrongButton.focus(); } } }),
    ]));
    this.marks.hidden = !items.length;
    this.marks.replaceChildren(el("h4", { class: "ck-heading", text: this.words.marks }), el("ul", {}, items));
  }

  names(sheet) { return new Map([...sheet.criteria, ...sheet.gates].map((one) => [one.id, one.name])); }

  beginMark(found = null) {
    const sheet = this.model.get("sheet");
    this.marking = found || this.reply.chosen;
    if (!this.marking) { this.say(this.words.wrong_none, ""); this.reply.area.focus(); return; }
    this.say("", "");
    choices(this.wrongWhat.control, [...this.names(sheet)], this.marking.criterion || sheet.criteria[0].id);
    this.wrongQuote.textContent = this.marking.quote;
    this.wrongWhy.control.value = "";
    this.wrongBox.hidden = false;
    this.wrongWhat.control.focus();
  }

  addMark() {
    const { start, end, quote } = this.marking;
    this.work.marks.push({ start, end, quote, criterion: this.wrongWhat.control.value, comment: this.wrongWhy.control.value.trim() });
    this.wrongBox.hidden = true;
    this.changed();
    this.drawMarked(this.model.get("sheet"));
    this.wrongButton.focus();
  }

  drawCriteria() {
    const sheet = this.model.get("sheet");
    if (!sheet || !sheet.key) return;
    this.criteria.draw(sheet.criteria, { values: this.work.scores, words: this.words, language: this.root.lang, every: this.every, machine: sheet.machine });
  }

  drawGates(sheet) {
    const failed = new Set(sheet.machine ? sheet.machine.gates : []);
    const boxes = sheet.gates.map((one) => {
      const box = el("input", { type: "checkbox", value: one.id, on: { change: () => {
        this.work.gates = this.work.gates.filter((each) => each !== one.id).concat(box.checked ? [one.id] : []);
        this.changed();
      } } });
      box.checked = this.work.gates.includes(one.id);
      return el("label", {}, [box, el("span", { text: ` ${one.name}` }), failed.has(one.id) ? el("span", { class: "cr-machine", text: ` ${fill(this.words.machine, { value: "!" })}` }) : null]);
    });
    this.gates.hidden = !boxes.length;
    this.gates.replaceChildren(el("legend", { text: this.words.gates }), ...boxes);
  }

  drawFindings(sheet) {
    this.findings.hidden = !sheet.machine;
    if (!sheet.machine) { this.findings.replaceChildren(); return; }
    const { words } = this;
    const items = sheet.machine.findings.map((one) => el("li", { class: `cr-finding ck-${one.kind}` }, [
      explained({ ...one, name: `${one.name} (${words[one.kind]})` }, words),
      el("div", { class: "ck-actions" }, [
        el("button", { type: "button", class: "ck-quiet", text: fill(words.show_finding, { quote: one.quote }), on: { click: () => this.reply.choose(one.start, one.end) } }),
        el("button", { type: "button", class: "ck-quiet", text: words.wrong, on: { click: () => this.beginMark(one) } }),
      ]),
    ]));
    this.findings.replaceChildren(el("h4", { class: "ck-heading", text: words.findings }), items.length ? el("ul", {}, items) : el("p", { class: "ck-soft", text: words.no_findings }));
  }

  // ---- what others say

  drawOthers(sheet) {
    this.others.hidden = !sheet.reviews;
    if (!sheet.reviews) { this.others.replaceChildren(); return; }
    const { words } = this;
    const last = new Map(sheet.reviews.map((one) => [one.reviewer, one.id]));
    const now = sheet.reviews.filter((one) => last.get(one.reviewer) === one.id || one.disputes.length);
    const earlier = sheet.reviews.filter((one) => !now.includes(one));
    this.others.replaceChildren(
      el("h4", { class: "ck-heading", text: words.others }),
      now.length ? el("ul", {}, now.map((one) => this.review(one, sheet))) : el("p", { class: "ck-soft", text: words.nobody }),
      earlier.length ? el("details", {}, [el("summary", { text: `${words.earlier} (${earlier.length})` }), el("ul", {}, earlier.map((one) => this.review(one, sheet)))]) : "",
    );
  }

  review(one, sheet) {
    const { words } = this;
    const names = this.names(sheet);
    const scores = Object.entries(one.scores).map(([id, value]) => `${names.get(id) || id}: ${value === null ? words.na_short : inSteps(value, this.root.lang)}`);
    return el("li", { class: "cr-review", "data-id": one.id }, [
      el("p", { class: "cr-by" }, [el("bdi", { text: one.reviewer }), el("span", { class: "ck-soft", text: ` · ${one.version} · ${one.blind ? words.was_blind : words.was_open} · ${this.when(one.saved)}` }), el("strong", { text: ` ${rounded(one.total)}` })]),
      scores.length ? el("p", { class: "ck-soft", text: scores.join(" · ") }) : null,
      one.gates.length ? el("p", { text: one.gates.map((id) => `! ${names.get(id) || id}`).join(" · ") }) : null,
      one.comment ? el("p", { class: "ck-body", dir: "auto", text: one.comment }) : null,
      one.root ? el("p", { class: "ck-soft", dir: "auto", text: `${words.root}: ${one.root}` }) : null,
      ...one.marks.map((mark) => el("p", { class: "ck-soft", dir: "auto", text: `${words.wrong}: “${mark.quote}” ${names.get(mark.criterion) || mark.criterion}. ${mark.comment}` })),
      ...one.disputes.map((each) => this.dispute(each, names)),
      this.disputeForm(one, names),
    ]);
  }

  dispute(one, names) {
    const { words } = this;
    const expected = Object.entries(one.expected).map(([id, value]) => `${names.get(id) || id}: ${fill(words.dispute_expected, { step: value === null ? words.na_short : inSteps(value, this.root.lang) })}`);
    return el("div", { class: "cr-dispute", "data-id": one.id }, [
      el("p", {}, [el("span", { "aria-hidden": "true", text: "⚑ " }), el("bdi", { text: one.by }), el("span", { class: "ck-chip", text: words.decisions[one.status] })]),
      el("p", { class: "ck-body", dir: "auto", text: one.comment }),
      expected.length ? el("p", { class: "ck-soft", text: expected.join(" · ") }) : null,
      ...one.answers.map((each) => el("p", { class: "cr-answer", dir: "auto" }, [el("bdi", { text: each.by }), el("span", { text: `: ${words.decisions[each.decision]}. ${each.comment}` })])),
      this.answerForm(one),
    ]);
  }

  disputeForm(one, names) {
    const { words } = this;
    const by = field(el("input", { type: "text", maxlength: 200, autocomplete: "off" }), words.dispute_by);
    const why = field(keepsInput(el("textarea", { rows: 2, maxlength: 10000, dir: "auto" })), words.dispute_comment);
    const scores = Object.keys(one.scores).map((id) => {
      const made = field(el("select"), names.get(id) || id);
      choices(made.control, [["", ""], ...STEPS.map((value, step) => [String(value), `${step} ${words.steps[step]}`]), ["na", words.na]], "");
      return [id, made];
    });
    const id = saveId();
    const send = el("button", { type: "button", class: "ck-send", text: words.dispute_send, on: { click: () => {
      const expected = Object.fromEntries(scores.filter(([, made]) => made.control.value).map(([name, made]) => [name, made.control.value === "na" ? null : Number(made.control.value)]));
      if (!why.control.value.trim()) { why.control.focus(); return; }
      this.line.send("dispute", { review: one.id, by: by.control.value, comment: why.control.value, expected, id });
    } } });
    return el("details", { class: "cr-form" }, [
      el("summary", { text: words.dispute }),
      el("div", { class: "cr-box" }, [by.root, why.root, scores.length ? el("details", {}, [el("summary", { text: words.dispute_scores }), ...scores.map(([, made]) => made.root)]) : null, el("div", { class: "ck-actions" }, [send])]),
    ]);
  }

  answerForm(one) {
    const { words } = this;
    const by = field(el("input", { type: "text", maxlength: 200, autocomplete: "off" }), words.answer_by);
    by.control.value = (this.model.get("scene") || {}).reviewer || "";
    const decision = field(el("select"), words.decision);
    choices(decision.control, ["accepted", "partly", "rejected"].map((name) => [name, words.decisions[name]]), "accepted");
    const why = field(keepsInput(el("textarea", { rows: 2, maxlength: 10000, dir: "auto" })), words.answer_comment);
    const send = el("button", { type: "button", class: "ck-send", text: words.answer_send, on: { click: () => this.line.send("answer", { dispute: one.id, by: by.control.value, decision: decision.control.value, comment: why.control.value }) } });
    return el("details", { class: "cr-form" }, [el("summary", { text: words.answer }), el("div", { class: "cr-box" }, [by.root, decision.root, why.root, el("div", { class: "ck-actions" }, [send])])]);
  }

  // A time as one reads it here; what is none stays as it is written.
  when(saved) {
    const date = new Date(saved);
    return saved && !Number.isNaN(date.getTime()) ? date.toLocaleString(this.root.lang, { dateStyle: "medium", timeStyle: "short" }) : saved || "";
  }

  // ---- the review that is being made

  draftKey(key = this.key) { return `${DRAFT}${(this.model.get("scene") || {}).reviewer}:${key}`; }

  // What was not saved comes before what was; else the reviewer's own last version.
  take(sheet) {
    const kept = this.drafts.get(this.draftKey()) || keep.get(this.draftKey());
    const draft = kept && kept.version === (sheet.own.version || 0) && kept.work ? kept : null;
    this.dirty = Boolean(draft);
    this.work = draft ? blank(draft.work) : blank(sheet.own);
    this.version = sheet.own.version || 0;
    this.attempt = null;
    this.comment.control.value = this.work.comment;
    this.root_.control.value = this.work.root;
    this.restored = this.dirty;
  }

  changed() {
    this.dirty = true;
    this.attempt = null;
    clearTimeout(this.adding);
    this.adding = setTimeout(() => this.addUp(), ADD_UP_AFTER);
    if (!this.keeping) this.keeping = setTimeout(() => this.keepNow(), KEEP_AFTER);
    this.tellState();
  }

  keepNow() {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (!this.dirty || !this.key) return;
    const draft = { work: this.work, version: this.version, saved: Date.now() };
    this.drafts.set(this.draftKey(), draft);
    keep.set(this.draftKey(), draft);
  }

  forget(key = this.key) {
    this.drafts.delete(this.draftKey(key));
    keep.drop(this.draftKey(key));
  }

  drop() {
    clearTimeout(this.keeping);
    this.keeping = null;
    this.dirty = false;
    this.forget();
    this.take(this.model.get("sheet"));
    this.drawSheet();
    this.addUp();
    this.announce(this.state.textContent);
  }

  addUp() {
    clearTimeout(this.adding);
    if (this.key) this.line.send("total", { key: this.key, scores: this.work.scores, gates: this.work.gates });
  }

  tellState() {
    const { words } = this;
    const own = this.version ? fill(words.version, { version: this.version }) : "";
    named(this.state, [this.dirty ? words.unsaved : own && words.unchanged, own].filter(Boolean).join(" · "));
    this.state.classList.toggle("cr-unsaved", Boolean(this.dirty));
    this.discard.hidden = !this.dirty;
    if (this.restored) { this.restored = false; this.say("", words.restored); }
  }

  send(next) {
    this.keepNow();
    this.next = next ? this.key : "";
    const seconds = Math.round((performance.now() - this.began) / 1000);
    this.attempt = this.attempt || { id: saveId(), seconds };
    this.sent = JSON.stringify(this.work);
    this.line.send("save", { key: this.key, ...this.attempt, ...this.work });
  }

  saved(message) {
    if (message.key === this.key) {
      this.version = message.version;
      if (JSON.stringify(this.work) === this.sent) {
        this.dirty = false;
        this.attempt = null;
        clearTimeout(this.keeping);
        this.keeping = null;
        this.forget();
        if (message.masked) this.showKept();
      } else {
        this.keepNow();
      }
      this.tellState();
    } else {
      this.forget(message.key);
    }
    this.say("", message.text);
    if (this.next && this.next === message.key && this.next === this.key) {
      this.next = "";
      this.focusNext = this.step(1);
    }
  }

  // What was masked stands on the desk as it is kept.
  showKept() {
    const sheet = this.model.get("sheet");
    if (sheet.own.version !== this.version) return;
    this.take(sheet);
    this.drawMarked(sheet);
  }

  // ---- keys and messages

  anyKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.desk.hidden) return;
    const deed = { Enter: () => this.send(true), s: () => this.send(false), S: () => this.send(false) }[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  heard(message) {
    if (message.kind === "total" && message.key === this.key) {
      named(this.total, message.total === null ? this.words.no_total : fill(this.words.total, { total: rounded(message.total) }));
    } else if (message.kind === "saved") this.saved(message);
    else if (message.kind === "notice") this.say(message.text, "");
    else if (message.kind === "note") this.say("", message.text);
  }

  say(notice, note) {
    this.notice.hidden = !notice;
    named(this.notice, notice || "");
    this.note.hidden = !note;
    named(this.note, note || "");
  }

  announce(text) { announce(this.live, text); }

  silent() {
    this.keepNow();
    this.banner.textContent = this.words.silent || "No answer from the kernel.";
    this.banner.hidden = false;
  }

  close() {
    this.keepNow();
    clearTimeout(this.adding);
    for (const [name, handler] of this.events) this.model.off(name, handler);
    window.removeEventListener("pagehide", this.onLeave);
    this.line.close();
  }
}

// A review to begin with: nothing, or a copy of what was saved.
function blank(own = {}) {
  return {
    scores: { ...(own.scores || {}) },
    gates: [...(own.gates || [])],
    comment: own.comment || "",
    root: own.root || "",
    marks: (own.marks || []).map((one) => ({ ...one })),
  };
}

export default shownBy(View);
