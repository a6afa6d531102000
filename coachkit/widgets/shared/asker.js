// Asks one thing at a time: while an answer is under way the next question waits, and only the latest is asked.
export class Asker {
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
