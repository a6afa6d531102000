// The conversation as its channel looks: bubbles, letters, or a public thread.

import { svg } from "../shared/drawing.js";
import { el, fill } from "../shared/page.js";

const PUBLIC = new Set(["social", "forum"]);
const LETTERS = new Set(["email", "article"]);

function initials(name) {
  const words = String(name || "").trim().split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toLocaleUpperCase()).join("") || "·";
}

export class Thread {
  constructor({ again }) {
    this.again = again;
    this.keys = [];
    this.rows = [];
    this.root = el("div", { class: "ck-thread", role: "log", "aria-live": "polite", tabindex: 0 });
    this.writing = el("p", { class: "ck-writing", hidden: true }, [
      el("span", { class: "ck-writing-who" }),
      el("span", { class: "ck-dots", "aria-hidden": "true" }, [el("i"), el("i"), el("i")]),
    ]);
    this.thread = el("div", { class: "ck-messages" });
    this.root.append(this.thread, this.writing);
  }

  // Draws what is new below what stands; everything anew where the beginning has changed (try again, another language).
  show(scene, messages) {
    this.scene = scene;
    const frame = [scene.session, scene.language, scene.channel, scene.subject].join("\u0000");
    const keys = messages.map((one) => JSON.stringify([one.speaker, one.name, one.text, one.clock, one.turn, one.mood]));
    const same = frame === this.frame && this.keys.every((key, index) => key === keys[index]);
    if (!same) {
      this.thread.replaceChildren();
      this.rows = [];
      this.keys = [];
    }
    for (const one of messages.slice(this.keys.length)) {
      const row = this.message(one, scene);
      this.rows.push(row);
      this.thread.append(row);
    }
    this.frame = frame;
    this.keys = keys;
    for (const button of this.thread.querySelectorAll(".ck-again")) button.hidden = !scene.can.again;
    this.root.setAttribute("aria-label", scene.words.thread);
    this.root.scrollTop = this.root.scrollHeight;
  }

  message(one, scene) {
    if (PUBLIC.has(scene.channel)) return this.post(one, scene);
    if (LETTERS.has(scene.channel)) return this.letter(one, scene);
    return this.bubble(one, scene);
  }

  side(one) { return one.speaker === "agent" ? "ck-mine" : one.speaker === "other" ? "ck-other" : "ck-theirs"; }

  who(one) {
    return el("bdi", { class: "ck-who", text: one.name });
  }

  body(one) {
    return el("div", { class: "ck-body", dir: "auto", lang: this.scene.reply_language, text: one.text });
  }

  retry(one) {
    if (one.speaker !== "agent" || !one.turn) return null;
    const { words } = this.scene;
    return el("button", {
      class: "ck-again ck-quiet", type: "button", "aria-label": fill(words.again_label, { number: one.turn }), text: words.again,
      on: { click: () => this.again(one.turn) },
    });
  }

  foot(one) {
    const parts = [one.clock ? el("time", { class: "ck-time", text: one.clock }) : null, this.retry(one)];
    return parts.some(Boolean) ? el("div", { class: "ck-foot" }, parts) : null;
  }

  bubble(one) {
    return el("article", { class: `ck-message ck-bubble ${this.side(one)}` }, [
      el("span", { class: "ck-avatar", "aria-hidden": "true", text: initials(one.name) }),
      el("div", { class: "ck-bubble-box" }, [this.who(one), this.body(one), this.foot(one)]),
    ]);
  }

  letter(one, scene) {
    const { words } = scene;
    const mine = one.speaker === "agent";
    const line = (name, value) => el("div", { class: "ck-letter-line" }, [el("dt", { text: name }), el("dd", {}, [el("bdi", { text: value })])]);
    const lines = [line(words.from, one.name), line(words.to, mine ? scene.customer : scene.agent.company)];
    if (scene.subject) lines.push(line(words.subject, mine ? `${words.reply_prefix} ${scene.subject}` : scene.subject));
    const head = scene.channel === "email" ? el("dl", { class: "ck-letter-head" }, lines) : this.who(one);
    return el("article", { class: `ck-message ck-letter ${this.side(one)}` }, [head, this.body(one), this.foot(one)]);
  }

  post(one, scene) {
    const { words } = scene;
    const likes = el("span", { class: "ck-likes", "aria-label": fill(words.likes, { number: one.likes }) }, [
      svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d: "M8 14 C2 9.6 1 7 1 5.2 A3.4 3.4 0 0 1 8 3.9 A3.4 3.4 0 0 1 15 5.2 C15 7 14 9.6 8 14 Z" })]),
      el("span", { "aria-hidden": "true", text: String(one.likes) }),
    ]);
    return el("article", { class: `ck-message ck-post ${this.side(one)}` }, [
      el("span", { class: "ck-avatar", "aria-hidden": "true", text: initials(one.name) }),
      el("div", { class: "ck-post-box" }, [
        el("div", { class: "ck-post-head" }, [
          this.who(one),
          one.speaker === "agent" ? el("span", { class: "ck-badge", text: scene.agent.company, dir: "auto" }) : null,
        ]),
        this.body(one),
        el("div", { class: "ck-foot" }, [one.likes ? likes : null, one.clock ? el("time", { class: "ck-time", text: one.clock }) : null, this.retry(one)]),
      ]),
    ]);
  }

  isWriting(name, template) {
    this.writing.hidden = !name;
    if (name) this.writing.firstChild.textContent = fill(template, { name });
    this.root.scrollTop = this.root.scrollHeight;
  }
}
