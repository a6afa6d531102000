// The conversation of a practice session: an ES module, no dependency, no build.
// What it imports is put in front of it before a notebook gets it (browser_files.py).
//
// Everything that comes from outside is put on the page as text (textContent), never as markup. Python draws the scene (trait
// `scene`, replaced as a whole) and answers every message with the `seq` it came with; an answer that stays out, a message that
// cannot be sent or a kernel that says it is gone shows the banner. The text stays in the editor and in localStorage whatever happens.

import { keep } from "./shared/kept.js";
import { Line } from "./shared/kernel_line.js";
import { carried, GRAVITY, SIGN } from "./shared/marks.js";
import { announce, el, fill, named, quieten, shownBy } from "./shared/page.js";
import { Editor } from "./parts/practice_editor.js";
import { Clock, Meters } from "./parts/practice_meters.js";
import { face, moodScale } from "./parts/practice_mood.js";
import { Thread } from "./parts/practice_thread.js";

const CHECK_AFTER = 30; // ms without a key before the text is checked; never two checks at once, so a fast typist floods nobody
const KEEP_AFTER = 200; // ms between two copies of the draft in localStorage
const KEEP_FOR = 7 * 24 * 3600 * 1000; // ms; older drafts of others and of yesterday's sessions go
const PATIENCE = { first: 8000, later: 1500 }; // ms without an answer before the banner shows; at first dictionaries are being read
const WIDE = 820; // px from which practice.css has two columns
const DRAFT = "coachkit:draft:";
const SETTING = "coachkit:pause";

class View {
  constructor(model, host) {
    this.model = model;
    this.scene = model.get("scene") || {};
    this.place = null;
    this.held = 0;
    this.checking = null;
    this.line = new Line(model, {
      heard: (message) => this.heard(message),
      silent: () => this.silent(),
      spoken: () => { this.banner.hidden = true; },
      patience: PATIENCE,
      answers: () => true, // the score is the answer that the next check waits for
      warm: (message) => message.kind === "scored",
    });
    this.build();
    host.replaceChildren(this.root);
    this.placed.observe(this.root);
    this.onScene = () => this.draw(model.get("scene") || {});
    model.on("change:scene", this.onScene);
    this.onLeave = () => this.keepDraft();
    window.addEventListener("pagehide", this.onLeave);
    keep.dropOld(DRAFT, KEEP_FOR);
    this.draw(this.scene);
    this.line.send("hello", { languages: [...(navigator.languages || [navigator.language])], page: document.documentElement.lang || "", chosen: keep.get("coachkit:language") || "" });
    this.desk = null;
    requestAnimationFrame(() => this.quietDesk());
  }

  build() {
    this.editor = new Editor({
      changed: () => this.typed(),
      submit: () => this.submit(),
      announce: (text) => this.announce(text),
    });
    this.meters = new Meters();
    this.clock = new Clock();
    this.thread = new Thread({ again: (turn) => this.act("again", { turn }) });
    this.banner = el("div", { class: "ck-banner", role: "alert", hidden: true });
    this.notice = el("div", { class: "ck-notice", role: "alert", hidden: true });
    this.unsaved = el("div", { class: "ck-notice", role: "status", hidden: true });
    this.live = el("div", { class: "ck-hidden", role: "status", "aria-live": "polite" });
    this.title = el("h3", { class: "ck-title", dir: "auto" });
    this.chips = el("p", { class: "ck-chips" });
    this.know = el("details", { class: "ck-know" }, [el("summary", {}, [el("span")]), el("div", { class: "ck-know-body" })]);
    this.mood = el("p", { class: "ck-mood", role: "img" });
    this.options = el("fieldset", { class: "ck-options", hidden: true });
    this.sendButton = el("button", { class: "ck-send", type: "button", on: { click: () => this.submit() } });
    this.hintButton = el("button", { type: "button", on: { click: () => this.act("hint") } });
    this.finishButton = el("button", { type: "button", on: { click: () => this.act("finish") } });
    this.status = el("span", { class: "ck-status", "aria-live": "off" });
    this.hints = el("ol", { class: "ck-hints" });
    this.hintBox = el("section", { class: "ck-hint-box", hidden: true }, [el("h4", { class: "ck-heading" }), this.hints]);
    this.found = el("ul", { class: "ck-found" });
    this.tips = el("ul", { class: "ck-tips" });
    this.foundBox = el("section", { class: "ck-found-box" }, [el("h4", { class: "ck-heading" }), this.found, this.tips]);
    this.keys = el("p", { class: "ck-keys ck-soft" });
    this.pause = el("input", { type: "checkbox", on: { change: () => keep.set(SETTING, this.pause.checked) } });
    this.pause.checked = keep.get(SETTING) !== false;
    this.pauseWords = el("span");
    this.setting = el("label", { class: "ck-setting ck-soft" }, [this.pause, this.pauseWords]);
    this.ended = el("p", { class: "ck-ended", role: "status", hidden: true });
    this.write = el("div", { class: "ck-write" }, [
      this.options,
      this.editor.root,
      el("div", { class: "ck-actions" }, [this.sendButton, this.hintButton, this.finishButton, this.clock.root]),
      el("div", { class: "ck-below" }, [this.status, this.keys]),
    ]);
    this.case = el("p", { class: "ck-case", dir: "auto" });
    this.talk = el("div", { class: "ck-talk" }, [this.case, this.mood, this.thread.root, this.ended, this.write, this.hintBox]);
    this.side = el("div", { class: "ck-side" }, [
      this.meters.root, this.foundBox, this.setting,
    ]);
    this.head = el("header", { class: "ck-head" }, [this.title, this.chips]);
    this.placed = new ResizeObserver(() => { if (this.folded && this.root.clientWidth) this.unfold(); });
    this.columns = el("div", { class: "ck-columns" }, [this.know, this.talk, this.side]);
    this.later = el("p", { class: "ck-later", hidden: true });
    this.root = el("section", { class: "ck-conv", tabindex: -1 }, [
      this.banner, this.unsaved, this.notice, this.live, this.head, this.later, this.columns,
    ]);
  }

  quietDesk() {
    const desk = this.root.closest(".ck-desk");
    if (!desk || this.desk) return;
    this.desk = desk;
    this.observer = quieten(desk);
    // The desk's other controls cannot tell that the kernel is gone: a question of our own at each use does it for them.
    let asked = 0;
    this.onUse = () => {
      if (performance.now() - asked < 1000) return;
      asked = performance.now();
      this.line.send("ping");
    };
    desk.addEventListener("pointerdown", this.onUse);
    desk.addEventListener("change", this.onUse);
  }

  // ------------------------------------------------------------------------------------------------------------- drawing

  draw(scene) {
    if (!scene.words) return;
    const before = this.scene;
    this.scene = scene;
    this.root.lang = scene.language;
    this.root.dataset.stage = scene.stage;
    this.root.dataset.channel = scene.channel || "";
    this.root.classList.toggle("ck-narrow", Boolean(scene.compact));
    this.say(scene);
    const shown = scene.stage === "writing" || scene.stage === "ended";
    this.head.hidden = !shown && scene.stage !== "later";
    this.columns.hidden = !shown;
    this.arrival(scene);
    if (!shown) { this.place = null; return; }
    const over = scene.stage === "ended";
    this.meters.root.hidden = over || Boolean(scene.options);
    this.thread.root.hidden = !scene.messages.length;
    this.case.hidden = !scene.situation_told;
    this.case.textContent = scene.situation_told;
    this.case.lang = scene.reply_language;
    this.setting.hidden = over || Boolean(scene.compact) || Boolean(scene.options);
    if (over) this.foundBox.hidden = true;
    this.about(scene);
    this.reveal(scene, before);
    this.turnTo(scene);
    this.hinted(scene);
  }

  say(scene) {
    const { words } = scene;
    // The desk's own empty place is no landmark; every conversation has a name of its own.
    if (scene.title) this.root.setAttribute("aria-label", `${words.view}: ${scene.title}`);
    else this.root.removeAttribute("aria-label");
    this.editor.words = words;
    this.meters.say(words);
    this.banner.textContent = words.silent;
    this.pauseWords.textContent = words.pause;
    this.keys.textContent = words.keys;
    this.hintBox.firstChild.textContent = words.hints;
    this.foundBox.firstChild.textContent = words.findings;
    this.know.querySelector("summary span").textContent = words.know;
    named(this.sendButton, scene.options ? words.answer : words.send[scene.channel] || words.send.chat);
    named(this.hintButton, words.hint);
    named(this.finishButton, words.finish);
    this.sendButton.title = words.send_key;
  }

  about(scene) {
    this.title.textContent = scene.title;
    this.chips.replaceChildren(...scene.chips.map((text) => el("span", { class: "ck-chip", text, dir: "auto" })));
    const parts = scene.situation.flatMap((part) => [
      el("h4", { text: part.title }),
      el("ul", {}, part.items.map((text) => el("li", { text, dir: "auto" }))),
    ]);
    this.know.lastChild.replaceChildren(...parts);
    this.know.hidden = !parts.length;
    // Open where it has a column of its own; above the conversation it would push that out of sight.
    if (this.opened !== scene.session) this.unfold();
    this.opened = scene.session;
    for (const [button, name] of [[this.hintButton, "hint"], [this.finishButton, "finish"]]) button.hidden = !scene.can[name];
  }

  unfold() {
    const width = this.root.clientWidth;
    this.folded = !width; // not on the page yet: when it is
    if (width) this.know.open = !this.scene.compact && width >= WIDE;
  }

  // The customer's new message comes after a moment of writing, unless that is switched off.
  reveal(scene, before) {
    clearTimeout(this.revealing);
    const old = before.session === scene.session && before.messages ? before.messages.length : scene.messages.length;
    const fresh = scene.messages.slice(old);
    const answer = fresh.findIndex((one) => one.speaker === "customer");
    if (answer < 0 || !this.pause.checked || scene.compact || before.language !== scene.language) { this.complete(scene); return; }
    const name = fresh[answer].name;
    const wait = Math.min(2400, 700 + 12 * fresh[answer].text.length);
    this.thread.show(scene, scene.messages.slice(0, old + answer));
    this.thread.isWriting(name, scene.words.is_writing);
    this.clock.set(null, 0, scene.words);
    this.ended.hidden = true;
    this.write.hidden = scene.stage === "ended";
    this.held = wait / 1000;
    this.revealing = setTimeout(() => this.complete(scene, true), wait);
  }

  complete(scene, paused = false) {
    this.thread.isWriting("");
    this.thread.show(scene, scene.messages);
    this.felt(scene.mood);
    this.clock.set(scene.waited === null ? null : (paused ? 0 : scene.waited), scene.target, scene.words);
    this.write.hidden = scene.stage === "ended";
    this.ended.hidden = scene.stage !== "ended" || !scene.ended;
    this.ended.textContent = scene.stage === "ended" ? scene.ended : "";
  }

  felt(mood) {
    this.mood.hidden = !mood;
    if (!mood) return;
    if (this.mood.dataset.value === String(mood.value) && this.mood.dataset.said === mood.said) return;
    const changed = this.mood.dataset.value !== undefined && this.mood.dataset.value !== String(mood.value);
    this.mood.dataset.value = String(mood.value);
    this.mood.dataset.said = mood.said;
    this.mood.setAttribute("aria-label", mood.said);
    this.mood.replaceChildren(face(mood.value), el("span", { class: "ck-mood-name", text: mood.said }), moodScale(mood.value));
    if (changed) this.announce(mood.said);
  }

  // Another turn or session: its own text, and its own draft if there is one.
  turnTo(scene) {
    this.choose(scene);
    const place = `${scene.session}:${scene.place}`;
    this.editor.label.textContent = scene.options ? scene.words.why : scene.words.editor[scene.channel] || scene.words.editor.chat;
    this.editor.note.textContent = scene.public && !scene.options ? scene.words.in_public : "";
    this.editor.area.lang = scene.reply_language;
    this.editor.area.placeholder = scene.options ? "" : fill(scene.words.placeholder, { name: scene.customer });
    this.meters.countWords(this.editor.text, scene.length);
    if (place === this.place) { if (this.lastScored) this.scored(this.lastScored); return; }
    const rest = this.sending && this.editor.text.startsWith(this.sending.text) ? this.editor.text.slice(this.sending.text.length) : "";
    this.place = place;
    this.sending = null;
    this.lastScored = null;
    this.sendButton.removeAttribute("aria-disabled");
    this.foundBox.hidden = true;
    this.meters.show(null, null);
    this.status.textContent = "";
    this.editor.set(rest.trim() ? rest : this.draft(scene));
    this.meters.countWords(this.editor.text, scene.length);
    if (this.editor.text) this.check();
  }

  choose(scene) {
    this.options.hidden = !scene.options;
    if (!scene.options) { this.options.replaceChildren(); this.options.dataset.shown = ""; return; }
    const shown = JSON.stringify([scene.session, scene.language, scene.options]);
    if (this.options.dataset.shown === shown) return;
    this.options.dataset.shown = shown;
    const before = this.chosen();
    const group = `${this.line.view}-channel`;
    this.options.replaceChildren(
      el("legend", { text: scene.words.choose }),
      ...scene.options.map((label, index) => {
        const radio = el("input", { type: "radio", name: group, value: index });
        radio.checked = index === before;
        return el("label", {}, [radio, el("span", { text: label })]);
      }),
    );
  }

  chosen() {
    const radio = this.options.querySelector("input:checked");
    return radio ? Number(radio.value) : -1;
  }

  hinted(scene) {
    this.hintBox.hidden = !scene.hints.length;
    const many = this.hints.childElementCount;
    this.hints.replaceChildren(...scene.hints.map((text) => el("li", { text, dir: "auto" })));
    if (scene.hints.length > many && many + 1 === scene.hints.length) this.announce(scene.hints[many]);
  }

  // A chat of a shift that has not begun: the view asks for it when its time has come.
  arrival(scene) {
    clearTimeout(this.arriving);
    this.later.hidden = scene.stage !== "later";
    if (scene.stage !== "later") return;
    this.title.textContent = scene.title || "";
    this.chips.replaceChildren();
    this.later.textContent = scene.words.later;
    this.arriving = setTimeout(() => this.line.send("arrive"), Math.max(0, scene.starts_in * 1000) + 50);
  }

  // ------------------------------------------------------------------------------------------------------------- drafts

  key() { return `${DRAFT}${this.scene.learner}:${this.scene.session}`; }

  // The newer of the two: the store's draft, or the one this browser kept.
  draft(scene) {
    const mine = keep.get(this.key());
    const theirs = scene.draft || { text: "", saved: 0 };
    const fits = mine && mine.place === scene.place && typeof mine.text === "string";
    return fits && mine.saved >= theirs.saved ? mine.text : theirs.text;
  }

  keepDraft() {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (this.scene.stage !== "writing" || !this.dirty) return;
    this.dirty = false;
    keep.set(this.key(), { text: this.editor.text, place: this.scene.place, saved: Date.now() });
  }

  typed() {
    this.dirty = true;
    if (!this.keeping) this.keeping = setTimeout(() => this.keepDraft(), KEEP_AFTER);
    this.meters.countWords(this.editor.text, this.scene.length);
    this.notice.hidden = true;
    this.status.textContent = "";
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECK_AFTER);
  }

  // One check at a time: while an answer is under way the next waits for it, so a slow kernel is never flooded.
  check() {
    clearTimeout(this.checking);
    if (this.scene.stage !== "writing") return;
    if (this.asked && this.line.pending.has(this.asked)) { this.again = true; return; }
    this.again = false;
    this.asked = this.line.send("draft", { text: this.editor.text, place: this.scene.place, session: this.scene.session });
    this.askedText = this.editor.text;
  }

  // --------------------------------------------------------------------------------------------------------------- moves

  submit() {
    if (this.scene.stage !== "writing") return;
    const { words } = this.scene;
    const { text } = this.editor;
    const option = this.scene.options ? this.chosen() : undefined;
    if (this.scene.options && option < 0) { this.tell(words.choose_first); this.options.querySelector("input").focus(); return; }
    if (!text.trim()) { this.tell(words.empty); this.editor.area.focus(); return; }
    if (this.sending && this.line.pending.has(this.sending.seq)) return;
    clearTimeout(this.checking);
    this.dirty = true;
    this.keepDraft();
    this.sendButton.setAttribute("aria-disabled", "true");
    const seq = this.line.send("send", { text, option, place: this.scene.place, session: this.scene.session, held: this.held });
    this.sending = { seq, text, key: this.key(), place: this.scene.place };
    this.held = 0;
  }

  act(kind, data = {}) {
    this.line.send(kind, { ...data, session: this.scene.session, place: this.scene.place, held: this.held });
    this.held = 0;
    if (kind === "again") this.editor.area.focus();
  }

  heard(message) {
    if (message.kind === "scored") this.scored(message);
    else if (message.kind === "sent") this.sent(message);
    else if (message.kind === "notice") this.tell(message.text);
    else if (message.kind === "unsaved") { this.unsaved.hidden = !message.text; this.unsaved.textContent = message.text; }
    else if (message.kind === "draft") this.offered(message);
    else if (message.kind === "language") keep.set("coachkit:language", message.language);
    if (this.again && message.seq === this.asked) this.check();
  }

  scored(message) {
    if (message.place !== this.scene.place || message.session !== this.scene.session || !message.dimensions) return;
    this.lastScored = message;
    const current = this.askedText === this.editor.text;
    const findings = current ? message.findings : carried(message.findings, this.askedText || "", this.editor.text);
    this.editor.show(findings);
    this.meters.show(message.dimensions, message.total);
    this.list(findings, message.tips || []);
    // What was typed meanwhile has a check of its own under way: only then may the line say that the text is checked.
    if (current) this.status.textContent = message.saved ? this.scene.words.checked_saved : this.scene.words.checked;
    this.sumUp(findings);
  }

  // What the marks show, as a list, each criterion once: for touch, for the screen reader, and for what is missing and has no
  // words to mark. Pressed again, a line goes to the next of its places.
  list(findings, tips) {
    this.foundBox.hidden = !findings.length && !tips.length;
    const groups = new Map();
    this.editor.findings.forEach((one, index) => {
      const name = `${one.kind} ${one.name}`;
      groups.set(name, [...(groups.get(name) || []), index]);
    });
    const first = ([index]) => this.editor.findings[index];
    const order = [...groups.values()].sort((a, b) => GRAVITY[first(b).kind] - GRAVITY[first(a).kind] || a[0] - b[0]);
    this.found.replaceChildren(...order.map((places) => el("li", {}, [this.entry(places, first(places))])));
    this.tips.replaceChildren(...tips.map((tip) => el("li", { dir: "auto", text: tip })));
  }

  entry(places, one) {
    const quotes = [...new Set(places.map((index) => this.editor.findings[index].quote))];
    let next = 0;
    const go = () => { this.editor.go(places[next % places.length]); next += 1; };
    return el("button", { type: "button", class: `ck-find ck-${one.kind}`, title: one.message, on: { mousedown: (event) => event.preventDefault(), click: go } }, [
      el("span", { class: "ck-sign", "aria-hidden": "true", text: SIGN[one.kind] }),
      el("span", { class: "ck-hidden", text: `${this.scene.words[one.kind]}: ` }),
      el("span", { class: "ck-find-name", text: one.name }),
      el("span", { class: "ck-find-quote" }, quotes.flatMap((quote, index) => [index ? " · " : "", el("bdi", { text: quote })])),
    ]);
  }

  // Said once the writer rests, not at every key.
  sumUp(findings) {
    clearTimeout(this.summing);
    this.summing = setTimeout(() => {
      const lost = findings.filter((one) => one.kind !== "earned").length;
      const said = fill(this.scene.words.summary, { earned: findings.length - lost, lost });
      if (this.summed !== said) this.announce(said);
      this.summed = said;
    }, 1500);
  }

  sent(message) {
    const { sending } = this;
    this.sendButton.removeAttribute("aria-disabled");
    if (message.text) this.tell(message.text);
    if (!message.ok) return;
    if (sending) {
      const kept = keep.get(sending.key);
      if (kept && kept.place === sending.place) keep.drop(sending.key);
      this.dirty = this.editor.text !== sending.text && this.scene.place !== sending.place;
    }
    if (this.scene.stage === "writing") this.editor.area.focus({ preventScroll: true });
  }

  // The store's draft, for a page opened anew on a living kernel; what has been typed since, or kept here later, stays.
  offered(message) {
    if (message.session !== this.scene.session || message.place !== this.scene.place || this.dirty) return;
    const mine = keep.get(this.key());
    if (mine && mine.place === message.place && mine.saved >= message.saved) return;
    if (this.editor.text === message.text) return;
    this.editor.set(message.text);
    this.meters.countWords(message.text, this.scene.length);
    if (message.text) this.check();
  }

  // -------------------------------------------------------------------------------------------------------------- telling

  tell(text) {
    this.notice.hidden = !text;
    this.notice.textContent = text || "";
  }

  announce(text) { announce(this.live, text); }

  silent() {
    this.dirty = this.dirty || Boolean(this.editor.text);
    this.keepDraft();
    this.sendButton.removeAttribute("aria-disabled");
    this.status.textContent = "";
    this.banner.textContent = (this.scene.words || {}).silent || "No answer from the kernel.";
    this.banner.hidden = false;
  }

  close() {
    this.keepDraft();
    for (const timer of [this.checking, this.keeping, this.revealing, this.arriving, this.summing]) clearTimeout(timer);
    this.model.off("change:scene", this.onScene);
    window.removeEventListener("pagehide", this.onLeave);
    if (this.observer) this.observer.disconnect();
    if (this.desk) for (const event of ["pointerdown", "change"]) this.desk.removeEventListener(event, this.onUse);
    this.editor.resized.disconnect();
    this.placed.disconnect();
    this.clock.close();
    this.line.close();
  }
}

export default shownBy(View);
