// The reply that is being written, its findings marked in the text.

import { carried, GRAVITY, pointedAt, SIGN, stretches } from "../shared/marks.js";
import { el, fill, keepsInput } from "../shared/page.js";

const LONGEST = 20000; // characters of a reply

function gravest(kinds) {
  return kinds.reduce((a, b) => (GRAVITY[b] > GRAVITY[a] ? b : a), "earned");
}

// The reply: a textarea over its mirror, in which the findings are marked.
export class Editor {
  constructor({ changed, submit, announce }) {
    Object.assign(this, { changed, submit, announce });
    this.findings = [];
    this.before = "";
    this.current = -1;
    this.words = {};
    const id = `ck-${Math.random().toString(36).slice(2)}`;
    this.label = el("label", { for: id, class: "ck-label" });
    this.note = el("span", { class: "ck-note", id: `${id}-note` });
    this.mirror = el("div", { class: "ck-mirror", "aria-hidden": "true" });
    this.area = keepsInput(el("textarea", { id, rows: 3, maxlength: LONGEST, "aria-describedby": `${id}-note`, autocomplete: "off", dir: "auto" }));
    this.tip = el("div", { class: "ck-tip", role: "tooltip", id: `${id}-tip`, hidden: true });
    this.sheet = el("div", { class: "ck-sheet" }, [this.mirror, this.area]);
    this.frame = el("div", { class: "ck-frame" }, [this.sheet, this.tip]);
    this.root = el("div", { class: "ck-editor" }, [el("div", { class: "ck-editor-top" }, [this.label, this.note]), this.frame]);
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("click", () => this.atCaret());
    this.area.addEventListener("blur", () => this.hideTip());
    this.area.addEventListener("mousemove", (event) => this.hover(event));
    this.area.addEventListener("mouseleave", () => this.hideTip());
    this.sheet.addEventListener("scroll", () => this.hideTip());
    this.resized = new ResizeObserver(() => this.hideTip());
    this.resized.observe(this.root);
  }

  get text() { return this.area.value; }

  set(text) {
    this.area.value = text;
    this.findings = [];
    this.before = this.area.value;
    this.hideTip();
    this.draw();
  }

  typed() {
    this.findings = carried(this.findings, this.before, this.area.value);
    this.before = this.area.value;
    this.hideTip();
    this.draw();
    this.changed();
  }

  show(findings) {
    this.findings = [...findings].sort((a, b) => a.start - b.start || a.end - b.end);
    this.current = -1;
    this.draw();
  }

  draw() {
    const parts = stretches(this.text, this.findings).map((part) => {
      if (!part.found.length) return document.createTextNode(part.text);
      const kind = gravest(part.found.map((index) => this.findings[index].kind));
      return el("mark", { class: `ck-mark ck-${kind}`, "data-found": part.found.join(" "), text: part.text });
    });
    // A line end at the very end has no height of its own: the letter that cannot be seen gives it one.
    this.mirror.replaceChildren(...parts, document.createTextNode("\u200b"));
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !this.tip.hidden) {
      event.stopPropagation();
      this.hideTip();
    }
  }

  walk(step) {
    const many = this.findings.length;
    if (!many) { this.announce(this.words.no_findings); return; }
    this.go(this.current < 0 ? (step > 0 ? 0 : many - 1) : (this.current + step + many) % many);
  }

  go(index) {
    const one = this.findings[index];
    if (!one) return;
    this.current = index;
    this.area.focus({ preventScroll: false });
    this.area.setSelectionRange(one.start, one.end);
    this.showTip([index]);
    const place = fill(this.words.finding_of, { number: index + 1, count: this.findings.length });
    this.announce([place, this.words[one.kind], one.name, one.quote, one.message, one.better && `${this.words.better} ${one.better}`].filter(Boolean).join(". "));
  }

  atCaret() {
    const at = this.area.selectionStart;
    if (at !== this.area.selectionEnd) return;
    const found = this.findings.flatMap((one, index) => (one.start <= at && at <= one.end ? [index] : []));
    if (found.length) this.showTip(found); else this.hideTip();
  }

  hover(event) {
    if (event.buttons) return;
    const hit = pointedAt(this.mirror, event);
    if (hit) this.showTip(hit.mark.dataset.found.split(" ").map(Number)); else this.hideTip();
  }

  showTip(found) {
    const shown = found.join(" ");
    if (!this.tip.hidden && this.tip.dataset.found === shown) return;
    const graver = [...found].sort((a, b) => GRAVITY[this.findings[b].kind] - GRAVITY[this.findings[a].kind]);
    this.tip.replaceChildren(...graver.slice(0, 3).map((index) => this.explained(this.findings[index])));
    this.tip.dataset.found = shown;
    this.tip.hidden = false;
    this.area.setAttribute("aria-details", this.tip.id);
    const mark = [...this.mirror.querySelectorAll("mark")].find((one) => found.some((index) => one.dataset.found.split(" ").includes(String(index))));
    const frame = this.frame.getBoundingClientRect();
    const box = mark ? mark.getClientRects()[0] || mark.getBoundingClientRect() : frame;
    const left = Math.min(box.left - frame.left, frame.width - this.tip.offsetWidth - 4);
    this.tip.style.insetInlineStart = "";
    this.tip.style.left = `${Math.max(0, left)}px`;
    this.tip.style.top = `${Math.min(box.bottom - frame.top, frame.height) + 6}px`;
  }

  explained(one) {
    return el("div", { class: `ck-tip-part ck-${one.kind}` }, [
      el("p", { class: "ck-tip-name" }, [el("span", { class: "ck-sign", "aria-hidden": "true", text: SIGN[one.kind] }), el("span", { text: one.name })]),
      el("p", { text: one.message, dir: "auto" }),
      one.better ? el("p", { class: "ck-better" }, [el("span", { class: "ck-soft", text: `${this.words.better} ` }), el("bdi", { text: one.better })]) : null,
    ]);
  }

  hideTip() {
    if (this.tip.hidden) return;
    this.tip.hidden = true;
    this.area.removeAttribute("aria-details");
  }
}
