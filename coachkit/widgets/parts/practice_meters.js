// What is measured while one writes: scores, length, the time the customer has waited.

import { DIMENSIONS, el, fill } from "../shared/page.js";

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function words(text) {
  const found = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,:-]*/gu);
  return found ? found.length : 0;
}

export class Meters {
  constructor() {
    this.total = el("strong", { class: "ck-total-number" });
    this.totalBox = el("p", { class: "ck-total" }, [el("span", { class: "ck-total-name" }), this.total]);
    this.rows = new Map(DIMENSIONS.map((name) => [name, this.row()]));
    this.length = this.row("ck-length");
    this.zone = el("span", { class: "ck-zone" });
    this.length.bar.append(this.zone);
    this.list = el("div", { class: "ck-bars" }, [...this.rows.values(), this.length].flatMap((row) => [row.name, row.bar, row.number]));
    this.heading = el("h4", { class: "ck-heading" });
    this.root = el("section", { class: "ck-meters" }, [this.heading, this.totalBox, this.list]);
  }

  row(extra = "") {
    const value = el("span", { class: "ck-bar-value" });
    return {
      name: el("span", { class: `ck-bar-name ${extra}` }),
      bar: el("span", { class: `ck-bar ${extra}`, role: "meter", "aria-valuemin": 0, "aria-valuemax": 100 }, [value]),
      number: el("span", { class: `ck-bar-number ${extra}`, "aria-hidden": "true" }),
      value,
    };
  }

  say(words) {
    this.words = words;
    this.heading.textContent = words.score;
    this.totalBox.firstChild.textContent = words.total;
    for (const [name, row] of this.rows) {
      row.name.textContent = words.dimensions[name];
      row.bar.setAttribute("aria-label", words.dimensions[name]);
    }
    this.length.name.textContent = words.length;
    this.length.bar.setAttribute("aria-label", words.length);
  }

  show(dimensions, total) {
    for (const [name, row] of this.rows) this.number(row, dimensions ? dimensions[name] : null);
    this.total.textContent = total === null || total === undefined ? "–" : String(Math.round(total));
    this.total.classList.toggle("ck-unknown", total === null || total === undefined);
  }

  number(row, score) {
    const known = score !== null && score !== undefined;
    const whole = known ? Math.round(score) : 0;
    row.value.style.width = `${whole}%`;
    row.bar.classList.toggle("ck-unknown", !known);
    row.number.textContent = known ? String(whole) : "–";
    row.bar.setAttribute("aria-valuenow", String(whole));
    row.bar.setAttribute("aria-valuetext", known ? fill(this.words.of_hundred, { number: whole }) : this.words.unknown);
  }

  // Words against the length that fits the channel; the zone is where the whole bar stands for half as much again.
  countWords(text, length) {
    const count = words(text);
    const shown = length && length.high < 10000 ? length : null;
    const most = Math.max(shown ? shown.high * 1.5 : 100, 1);
    const row = this.length;
    row.value.style.width = `${Math.min(100, (100 * count) / most)}%`;
    row.number.textContent = String(count);
    row.bar.setAttribute("aria-valuemax", String(Math.round(most)));
    row.bar.setAttribute("aria-valuenow", String(Math.min(count, Math.round(most))));
    this.zone.hidden = !shown;
    let said = fill(this.words.words_count, { number: count });
    if (shown) {
      this.zone.style.left = `${(100 * shown.low) / most}%`;
      this.zone.style.width = `${(100 * (shown.high - shown.low)) / most}%`;
      const fits = count < shown.low ? "short" : count > shown.high ? "long" : "fits";
      row.bar.dataset.fits = fits;
      said = `${said}. ${fill(this.words[`length_${fits}`], shown)}`;
      row.bar.title = said;
    }
    row.bar.setAttribute("aria-valuetext", said);
  }
}

// How long the customer has waited, against the target of the channel. Not spoken: a clock that talks drowns everything else.
export class Clock {
  constructor() {
    this.value = el("span", { class: "ck-clock-value" });
    this.time = el("span", { class: "ck-clock-time" });
    this.said = el("span", { class: "ck-clock-said" });
    this.bar = el("span", { class: "ck-clock-bar", "aria-hidden": "true" }, [this.value]);
    this.root = el("div", { class: "ck-clock", role: "timer", "aria-live": "off", hidden: true }, [this.time, this.bar, this.said]);
    this.timer = setInterval(() => this.tick(), 500);
  }

  set(waited, target, words) {
    this.words = words;
    this.target = target;
    this.began = waited === null || waited === undefined ? null : performance.now() - waited * 1000;
    this.tick();
  }

  tick() {
    // A target of more than an hour is no clock to watch.
    this.root.hidden = this.began === null || this.began === undefined || !(this.target > 0 && this.target <= 3600);
    if (this.root.hidden) return;
    const seconds = (performance.now() - this.began) / 1000;
    const late = seconds > this.target;
    this.time.textContent = `${clock(seconds)} / ${clock(this.target)}`;
    this.value.style.width = `${Math.min(100, (100 * seconds) / this.target)}%`;
    this.root.classList.toggle("ck-late", late);
    const said = late ? this.words.late : this.words.waiting;
    if (this.said.textContent !== said) this.said.textContent = said;
    this.root.setAttribute("aria-label", said);
  }

  close() { clearInterval(this.timer); }
}
