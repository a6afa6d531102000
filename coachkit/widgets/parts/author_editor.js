// The text of the open file, with line numbers and its problems marked.

import { el, fill, fresh, keepsInput, named } from "../shared/page.js";

const INDENT = 2; // spaces

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
