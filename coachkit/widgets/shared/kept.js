// What the browser itself keeps of a text that is not saved. Private browsing may refuse storage; then the text lives on the page only.

export const keep = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused */ }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* refused */ }
  },
  // Drops what is older than `age` (ms) among the keys that begin so, and what cannot be read.
  dropOld(prefix, age) {
    try {
      for (const key of Object.keys(localStorage)) {
        const found = key.startsWith(prefix) ? keep.get(key) : null;
        if (key.startsWith(prefix) && !(found && Date.now() - found.saved < age)) localStorage.removeItem(key);
      }
    } catch { /* refused */ }
  },
};
