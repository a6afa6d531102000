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

// Findings carried over an edit: those before it stay, those after it move, those it touches go until the next check.
export function carried(findings, before, after) {
  let head = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const shift = after.length - before.length;
  return findings.flatMap((one) => {
    if (one.end <= head) return [one];
    if (one.start >= before.length - tail) return [{ ...one, start: one.start + shift, end: one.end + shift }];
    return [];
  });
}
