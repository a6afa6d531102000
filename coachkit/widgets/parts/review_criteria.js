// The criteria of a review, scored by keys.

import { decimal, DIMENSIONS, el, fill, fresh } from "../shared/page.js";

export const STEPS = [0, 0.25, 0.5, 0.75, 1];

// A score of 0 to 1 as it is given by keys: 0 to 4, with a decimal where it is not whole.
export function inSteps(value, language) { return value === null || value === undefined ? "–" : decimal(value * 4, language, { most: 1 }); }

// The criteria as groups of steps. One of them all takes Tab; keys do the rest.
export class Criteria {
  constructor({ changed, leave, announce }) {
    Object.assign(this, { changed, leave, announce });
    this.rows = [];
    this.values = {};
    this.current = 0;
    this.root = el("div", { class: "cr-criteria" });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusin", (event) => this.met(event.target));
  }

  draw(criteria, { values, words, language, every, machine }) {
    const here = this.root.contains(document.activeElement) && this.rows[this.current] ? this.rows[this.current].id : null;
    this.words = words;
    this.language = language;
    this.values = values;
    const shown = criteria.filter((one) => every || one.important || one.id in values);
    this.root.replaceChildren();
    this.rows = [];
    for (const dimension of DIMENSIONS) {
      const rows = shown.filter((one) => one.dimension === dimension);
      if (!rows.length) continue;
      this.root.append(el("h4", { class: "cr-dimension", text: words.dimensions[dimension] || dimension }));
      for (const one of rows) this.root.append(this.row(one, machine));
    }
    const place = this.rows.findIndex((one) => one.id === here);
    this.current = Math.max(0, place);
    this.spots();
    if (place >= 0) this.focus();
  }

  row(one, machine) {
    const id = fresh("cr");
    const steps = [...STEPS.map((value, step) => [value, String(step), this.words.steps[step]]), [null, this.words.na_short, this.words.na]];
    const buttons = steps.map(([value, short, long]) => el("button", {
      type: "button", role: "radio", class: "cr-step", "aria-label": `${short} ${long}`, title: long, text: short, on: { click: () => this.set(row, value) },
    }));
    const said = machine ? (one.id in machine.criteria ? fill(this.words.machine, { value: inSteps(machine.criteria[one.id], this.language) }) : this.words.machine_none) : "";
    const root = el("div", { class: "cr-row", role: "radiogroup", "aria-labelledby": `${id}-name`, "aria-describedby": `${id}-question`, "data-id": one.id }, [
      el("div", { class: "cr-names" }, [
        el("span", { class: "cr-name", id: `${id}-name`, text: one.name }),
        el("span", { id: `${id}-question` }, [
          el("span", { class: "ck-soft", text: one.question }),
          said ? el("span", { class: "cr-machine", text: ` ${said}` }) : null,
        ]),
      ]),
      el("div", { class: "cr-steps" }, buttons),
    ]);
    const row = { id: one.id, name: one.name, values: steps.map(([value]) => value), longs: steps.map(([, , long]) => long), buttons, root };
    this.rows.push(row);
    return root;
  }

  // Which step of the row is chosen; -1 for none, also for a score between the steps (an imported one): the nearest is shown.
  chosen(row) {
    if (!(row.id in this.values)) return -1;
    const value = this.values[row.id];
    return value === null ? STEPS.length : Math.round(value * (STEPS.length - 1));
  }

  spots() {
    this.rows.forEach((row, place) => {
      const chosen = this.chosen(row);
      row.root.classList.toggle("cr-here", place === this.current);
      row.root.classList.toggle("cr-set", chosen >= 0);
      row.buttons.forEach((button, step) => {
        button.setAttribute("aria-checked", String(step === chosen));
        button.tabIndex = place === this.current && step === Math.max(0, chosen) ? 0 : -1;
      });
    });
  }

  met(target) {
    const place = this.rows.findIndex((row) => row.root.contains(target));
    if (place >= 0 && place !== this.current) { this.current = place; this.spots(); }
  }

  focus() {
    const row = this.rows[this.current];
    if (row) row.buttons[Math.max(0, this.chosen(row))].focus();
  }

  set(row, value) {
    this.current = this.rows.indexOf(row);
    if (value === undefined) delete this.values[row.id]; else this.values[row.id] = value;
    this.spots();
    this.focus();
    const chosen = this.chosen(row);
    this.announce(chosen < 0 ? fill(this.words.cleared, { name: row.name }) : fill(this.words.said, { name: row.name, step: row.longs[chosen] }));
    this.changed();
  }

  go(place) {
    this.current = Math.min(Math.max(place, 0), this.rows.length - 1);
    this.spots();
    this.focus();
  }

  key(event) {
    const row = this.rows[this.current];
    if (!row || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = this.chosen(row);
    const moves = { ArrowDown: () => this.go(this.current + 1), ArrowUp: () => this.go(this.current - 1), Home: () => this.go(0), End: () => this.go(this.rows.length - 1) };
    const last = row.values.length - 1;
    let deed = moves[event.key];
    if (/^[0-4]$/.test(event.key)) deed = () => this.set(row, STEPS[Number(event.key)]);
    else if (event.key === "n" || event.key === "N") deed = () => this.set(row, null);
    else if (event.key === "ArrowRight") deed = () => this.set(row, row.values[Math.min(last, step + 1)]);
    else if (event.key === "ArrowLeft") deed = () => this.set(row, row.values[step < 0 ? 0 : Math.max(0, step - 1)]);
    else if (event.key === "Backspace" || event.key === "Delete") deed = () => this.set(row, undefined);
    else if (event.key === "Enter") deed = () => (this.current === this.rows.length - 1 ? this.leave("save") : this.go(this.current + 1));
    else if (event.key === "c" || event.key === "C") deed = () => this.leave("comment");
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }
}
