// What every desk builds its page of. Everything that comes from outside is put there as text (textContent), never as markup.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
const QUIET = "data-lm-suppress-shortcuts"; // JupyterLab leaves keys alone on an element that bears it; it must be the focused one

export const DIMENSIONS = ["clarity", "empathy", "readability", "tone"];

export function el(tag, options = {}, children = []) {
  const node = document.createElement(tag);
  const { text, on, ...attributes } = options;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [event, handler] of Object.entries(on || {})) node.addEventListener(event, handler);
  if (node.matches(FOCUSABLE)) node.setAttribute(QUIET, "true");
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// JupyterLab takes undo and line breaks away from a text field in a cell, with a listener that it adds at every key; ours is there
// before it and keeps them for the field.
const OWN_INPUT = new Set(["historyUndo", "historyRedo", "insertLineBreak"]);
export function keepsInput(area) {
  area.addEventListener("beforeinput", (event) => { if (OWN_INPUT.has(event.inputType)) event.stopImmediatePropagation(); });
  return area;
}

// ipywidgets' own buttons and menus leak their keys to the notebook: every focusable element of the desk gets the same mark, those
// that come later too, as long as what is returned observes.
export function quieten(desk) {
  const quiet = (node) => {
    for (const one of [node, ...node.querySelectorAll(FOCUSABLE)]) {
      if (one.matches(FOCUSABLE) && one.getAttribute(QUIET) !== "true") one.setAttribute(QUIET, "true");
    }
  };
  desk.setAttribute("tabindex", "-1");
  quiet(desk);
  const observer = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) quiet(node);
  });
  observer.observe(desk, { childList: true, subtree: true });
  return observer;
}

export function fill(template, values) {
  return String(template || "").replace(/\{([a-z_]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A number as it is written in the interface's language: 3.5 or 3,5.
export function decimal(value, language, { least = 0, most }) {
  return value.toLocaleString(language, { minimumFractionDigits: least, maximumFractionDigits: most, useGrouping: false });
}

// Writes only what is new, so that nothing is read out twice.
export function named(node, text) { if (node.textContent !== text) node.textContent = text; }

let made = 0;
export function fresh(prefix) {
  made += 1;
  return `${prefix}-${Math.random().toString(36).slice(2)}-${made}`;
}

// A control with its label above it; `prefix` is that of the desk's classes.
export function labelled(prefix, control, text = "") {
  control.id = fresh(prefix);
  const label = el("label", { for: control.id, text });
  return { root: el("div", { class: `${prefix}-field` }, [label, control]), label, control };
}

export function choices(select, options, value) {
  select.replaceChildren(...options.map(([key, text]) => el("option", { value: key, text })));
  if (options.some(([key]) => key === value)) select.value = value;
}

// For the screen reader: emptied first, so that the same words are said again.
export function announce(live, text) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

// The front end's `render`: a view as long as its place is on the page.
export function shownBy(View) {
  return {
    render({ model, el: host }) {
      const view = new View(model, host);
      return () => view.close();
    },
  };
}
