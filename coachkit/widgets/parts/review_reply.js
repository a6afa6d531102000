// The reply under review, in which words are chosen and findings shown.

import { GRAVITY, pointedAt, SIGN, stretches } from "../shared/marks.js";
import { el, fresh } from "../shared/page.js";

// The reply under review: a text field that cannot be changed, so that words are chosen by mouse and by keys, over its mirror,
// in which the machine's findings and the reviewer's own marks stand.
export class ReplyText {
  constructor() {
    this.findings = [];
    this.words = {};
    const id = fresh("cr");
    this.label = el("label", { for: id, class: "ck-label" });
    this.mirror = el("div", { class: "ck-mirror", "aria-hidden": "true" });
    this.area = el("textarea", { id, rows: 2, readonly: true, "aria-describedby": `${id}-keys`, dir: "auto", spellcheck: "false" });
    this.tip = el("div", { class: "ck-tip", role: "tooltip", hidden: true });
    this.sheet = el("div", { class: "ck-sheet" }, [this.mirror, this.area]);
    this.keys = el("p", { class: "ck-soft", id: `${id}-keys` });
    this.root = el("div", { class: "cr-reply" }, [this.label, el("div", { class: "ck-frame" }, [this.sheet, this.tip]), this.keys]);
    this.area.addEventListener("mousemove", (event) => this.hover(event));
    for (const event of ["mouseleave", "blur"]) this.area.addEventListener(event, () => { this.tip.hidden = true; });
    this.sheet.addEventListener("scroll", () => { this.tip.hidden = true; });
  }

  show(text, findings, marks) {
    if (this.area.value !== text) this.area.value = text;
    this.findings = [...findings, ...marks.map((one) => ({ ...one, kind: "wrong" }))];
    this.tip.hidden = true;
    this.mirror.replaceChildren(...stretches(text, this.findings).map(({ text: part, found }) => {
      if (!found.length) return document.createTextNode(part);
      const kinds = found.map((index) => this.findings[index].kind);
      const machine = kinds.filter((kind) => kind !== "wrong").sort((a, b) => GRAVITY[b] - GRAVITY[a])[0];
      const names = ["ck-mark", machine ? `ck-${machine}` : "", kinds.includes("wrong") ? "cr-wrong" : ""].filter(Boolean);
      return el("mark", { class: names.join(" "), text: part, "data-found": found.join(" ") });
    }), document.createTextNode("\u200b"));
  }

  get chosen() {
    const [start, end] = [this.area.selectionStart, this.area.selectionEnd];
    const quote = this.area.value.slice(start, end);
    const [before, after] = [quote.length - quote.trimStart().length, quote.length - quote.trimEnd().length];
    return quote.trim() ? { start: start + before, end: end - after, quote: quote.trim() } : null;
  }

  choose(start, end) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const mark = [...this.mirror.querySelectorAll("mark")].find((one) => this.findings.some((each, index) => each.start === start && one.dataset.found.split(" ").includes(String(index))));
    if (mark) this.sheet.scrollTop = Math.max(0, mark.offsetTop - 40);
  }

  hover(event) {
    const hit = event.buttons ? null : pointedAt(this.mirror, event);
    if (hit) this.explain(hit.mark.dataset.found.split(" ").map((index) => this.findings[Number(index)]), hit.box);
    else this.tip.hidden = true;
  }

  explain(found, box) {
    this.tip.replaceChildren(...found.slice(0, 3).map((one) => explained(one, this.words)));
    this.tip.hidden = false;
    const frame = this.tip.parentElement.getBoundingClientRect();
    this.tip.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.min(box.bottom - frame.top, frame.height) + 6}px`;
  }
}

export function explained(one, words) {
  return el("div", { class: `ck-tip-part ck-${one.kind}` }, [
    el("p", { class: "ck-tip-name" }, [el("span", { class: "ck-sign", "aria-hidden": "true", text: SIGN[one.kind] || "✎" }), el("span", { text: one.name || words.wrong })]),
    el("p", { text: one.message || one.comment || "", dir: "auto" }),
    one.better ? el("p", { class: "ck-better" }, [el("span", { class: "ck-soft", text: `${words.better} ` }), el("bdi", { text: one.better })]) : null,
  ]);
}
