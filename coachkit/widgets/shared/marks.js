// Findings in a text: the stretches they cover, what stands for each kind, and which of them the pointer is over.

export const SIGN = { earned: "+", lost: "\u2212", gate: "!" };
export const GRAVITY = { gate: 3, lost: 2, earned: 1 }; // what is shown where findings overlap: the gravest

// The text in stretches that the same findings cover: [{text, found: [indexes]}]. Offsets are UTF-16, as in a textarea.
export function stretches(text, findings) {
  const cuts = new Set([0, text.length]);
  const within = findings.map((one) => [Math.max(0, one.start), Math.min(text.length, one.end)]);
  for (const [start, end] of within) if (start < end) { cuts.add(start); cuts.add(end); }
  const sorted = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [from, to] = [sorted[i], sorted[i + 1]];
    const found = within.flatMap(([start, end], index) => (start <= from && to <= end && start < end ? [index] : []));
    parts.push({ text: text.slice(from, to), found });
  }
  return parts;
}

// The mark of the mirror under the pointer and the box of it that was hit; null where there is none. The textarea above the mirror
// takes the pointer, so that the marks cannot be asked themselves.
export function pointedAt(mirror, event) {
  for (const mark of mirror.querySelectorAll("mark")) {
    for (const box of mark.getClientRects()) {
      if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top - 2 && event.clientY <= box.bottom + 4) return { mark, box };
    }
  }
  return null;
}
