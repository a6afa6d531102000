// The author's desk: an ES module, no dependency, no build.
// What it imports is put in front of it before a notebook gets it (browser_files.py).
//
// Everything that comes from outside is put on the page as text (textContent), never as markup. Python keeps the open file and
// says what becomes of it (traits `doc`, `checks`, `map`, `rubric`, `ranking`, each replaced as a whole) and answers every message
// with the `seq` it came with; an answer that stays out, a message that cannot be sent or a kernel that says it is gone shows the
// banner. What is written stays in the editor and in localStorage whatever happens.

import { Asker } from "./shared/asker.js";
import { keep } from "./shared/kept.js";
import { Line } from "./shared/kernel_line.js";
import { announce, choices, el, fill, fresh, named, quieten, shownBy } from "./shared/page.js";
import { Editor } from "./parts/author_editor.js";
import { field } from "./parts/author_field.js";
import { TurnMap } from "./parts/author_map.js";
import { RubricPane } from "./parts/author_rubric.js";
import { Trial } from "./parts/author_trial.js";

const LOOK_AFTER = 60; // ms without a key before the text is looked at; never two looks at once, so a fast typist floods nobody
const TRY_AFTER = 120; // the same for a reply that is tried
const WEIGH_AFTER = 30; // and for a slider
const KEEP_AFTER = 200; // ms between two copies of the text in localStorage
const KEEP_FOR = 30 * 24 * 3600 * 1000; // ms; older copies go
const PATIENCE = { first: 20000, later: 4000 }; // ms without an answer before the banner shows; at first dictionaries are being read
const DRAFT = "coachkit:author:text:";
const LAST = "coachkit:author:last";
const SIDE = "coachkit:author:side";
const SIDES = ["preview", "map", "try", "checks"];
const TABS = ["scenario", "rubric"];

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
