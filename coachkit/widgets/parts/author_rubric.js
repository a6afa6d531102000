// A rubric's weights on sliders, beside the order of the replies that they make.

import { choices, decimal, el, fill, fresh, named } from "../shared/page.js";
import { field } from "./author_field.js";

export class RubricPane {
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
    this.language = scene.language;
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
    const write = (value) => decimal(value, this.language, { most: 2 });
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
        el("td", { text: one.total === null ? "–" : decimal(one.total, this.language, { least: 1, most: 1 }) }),
        el("td", { dir: "auto", lang: one.language, text: one.text }),
      ]);
    }));
    this.sentences.replaceChildren(...(ranking.sentences || []).map((text) => el("li", { text })));
  }
}
