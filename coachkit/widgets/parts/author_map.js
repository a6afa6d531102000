// The turns of a conversation as a picture, and the same in words.

import { svg } from "../shared/drawing.js";
import { el, fill, named } from "../shared/page.js";

const SHAPES = new Set(["rect", "path", "text", "circle"]);
const ATTRIBUTES = new Set(["x", "y", "width", "height", "rx", "d", "cx", "cy", "r", "class"]);

function shape(one) {
  if (!SHAPES.has(one.tag)) return null;
  const node = svg(one.tag, Object.fromEntries(Object.entries(one).filter(([name]) => ATTRIBUTES.has(name))));
  if (one.text !== undefined) node.textContent = one.text;
  return node;
}

export class TurnMap {
  constructor({ go }) {
    this.go = go;
    this.figure = el("div", { class: "ca-picture" });
    this.legend = el("p", { class: "ca-legend ca-soft" });
    this.list = el("ol", { class: "ca-turns" });
    this.texts = el("details", { class: "ca-as-text" }, [el("summary"), this.list]);
    this.none = el("p", { class: "ca-soft", hidden: true });
    this.root = el("div", { class: "ca-map" }, [this.none, this.legend, this.figure, this.texts]);
  }

  show(map, words) {
    const some = Boolean(map && map.list && map.list.length);
    this.none.hidden = some;
    for (const part of [this.figure, this.legend, this.texts]) part.hidden = !some;
    named(this.none, words.no_map);
    named(this.texts.firstChild, words.map_text);
    if (!some) { this.figure.replaceChildren(); this.list.replaceChildren(); return; }
    this.legend.textContent = map.legend.join("   ");
    this.figure.replaceChildren(this.picture(map));
    this.list.replaceChildren(...map.list.map((one) => this.turn(one, words)));
  }

  picture(map) {
    const figure = svg("svg", { viewBox: `0 0 ${map.width} ${map.height}`, width: map.width, height: map.height, role: "img", "aria-label": map.said });
    for (const one of map.shapes) {
      const node = shape(one);
      if (!node) continue;
      if (one.line) node.addEventListener("click", () => this.go(one.line));
      if (one.line) node.classList.add("ca-goes");
      figure.append(node);
    }
    return figure;
  }

  turn(one, words) {
    return el("li", {}, [
      this.link(one.id, one.line, words, "ca-turn-name"),
      one.notes.length ? el("span", { class: "ca-soft", text: ` ${one.notes.join(" · ")}` }) : null,
      one.says ? el("p", { class: "ca-quote", dir: "auto", text: one.says }) : null,
      one.rules.length ? el("ul", {}, one.rules.map((rule) => el("li", {}, [this.link(rule.words, rule.line, words)]))) : null,
    ]);
  }

  link(text, line, words, extra = "") {
    return el("button", { type: "button", class: `ca-link ${extra}`, title: fill(words.go_to_line, { line }), text, on: { click: () => this.go(line) } });
  }
}
