// The line to the kernel. Python answers every message with the `seq` it came with, and with "done" at last; an answer that stays
// out, a message that cannot be sent or a kernel that says it is gone is told to the desk.

const GONE = ["restarting", "autorestarting", "terminating", "dead"];

// `heard` gets every message from Python, `silent` and `spoken` tell how it is. `patience` is how many ms without an answer make
// silence: `first` until something was answered once (dictionaries are being read), `later` from then on. What counts as such an
// answer (`warm`) and what ends the waiting for one message (`answers`) the desk may say; else it is "done".
export class Line {
  constructor(model, { heard, silent, spoken, patience, answers = finished, warm = finished }) {
    Object.assign(this, { model, heard, silent, spoken, patience, answers, warm });
    this.view = Math.random().toString(36).slice(2);
    this.seq = 0;
    this.pending = new Map();
    this.answered = false;
    this.gone = false;
    this.timer = null;
    this.onMessage = (message) => this.receive(message);
    model.on("msg:custom", this.onMessage);
    this.watchKernel();
  }

  send(kind, data = {}) {
    this.seq += 1;
    this.pending.set(this.seq, performance.now());
    try {
      this.model.send({ kind, seq: this.seq, view: this.view, ...data });
    } catch {
      this.lost();
    }
    this.watch();
    return this.seq;
  }

  receive(message) {
    if (!message || typeof message !== "object") return;
    if (!this.gone) this.spoken();
    const mine = !message.view || message.view === this.view;
    if (this.warm(message, mine)) this.answered = true;
    if (!mine) return;
    if (message.seq && this.answers(message, mine)) this.pending.delete(message.seq);
    this.heard(message);
  }

  watch() {
    clearTimeout(this.timer);
    const oldest = Math.min(...this.pending.values());
    if (!Number.isFinite(oldest)) return;
    const patience = this.answered ? this.patience.later : this.patience.first;
    this.timer = setTimeout(() => {
      if (!this.pending.size) return;
      if (performance.now() - Math.min(...this.pending.values()) >= patience - 20) {
        this.pending.clear();
        this.silent();
      } else {
        this.watch();
      }
    }, Math.max(20, oldest + patience - performance.now()));
  }

  lost() {
    this.gone = true;
    this.pending.clear();
    this.silent();
  }

  // The kernel itself says when it restarts or dies; where the front end does not let us hear it, the watch is enough.
  watchKernel() {
    try {
      this.kernel = this.model.widget_manager && this.model.widget_manager.kernel;
      if (!this.kernel || !this.kernel.statusChanged) return;
      this.onStatus = (_, status) => {
        if (GONE.includes(status)) this.lost();
      };
      this.onConnection = (_, status) => {
        if (status !== "connected") this.silent();
        else if (!this.gone) this.send("ping");
      };
      this.kernel.statusChanged.connect(this.onStatus);
      this.kernel.connectionStatusChanged.connect(this.onConnection);
    } catch {
      this.kernel = null;
    }
  }

  close() {
    clearTimeout(this.timer);
    this.model.off("msg:custom", this.onMessage);
    try {
      if (this.kernel && this.onStatus) this.kernel.statusChanged.disconnect(this.onStatus);
      if (this.kernel && this.onConnection) this.kernel.connectionStatusChanged.disconnect(this.onConnection);
    } catch { /* the kernel is gone with its signals */ }
  }
}

function finished(message, mine) { return Boolean(mine && message.seq && message.kind === "done"); }
