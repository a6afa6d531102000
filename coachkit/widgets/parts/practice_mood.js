// The customer's mood as a face and on a scale.

import { svg } from "../shared/drawing.js";

// Mouth and brows bend with the mood: the shape tells it without any colour.
export function face(mood) {
  const bend = mood * 2.6;
  const parts = [
    svg("circle", { cx: 16, cy: 16, r: 14, class: "ck-face-line" }),
    svg("circle", { cx: 11, cy: 13, r: 1.7, class: "ck-face-dot" }),
    svg("circle", { cx: 21, cy: 13, r: 1.7, class: "ck-face-dot" }),
    svg("path", { d: `M9.5 ${21 - bend / 3} Q16 ${21 + bend} 22.5 ${21 - bend / 3}`, class: "ck-face-line" }),
  ];
  if (mood <= -2) {
    parts.push(svg("path", { d: "M8 8.2 L13.2 10.6", class: "ck-face-line" }), svg("path", { d: "M24 8.2 L18.8 10.6", class: "ck-face-line" }));
  }
  return svg("svg", { viewBox: "0 0 32 32", class: "ck-face", "aria-hidden": "true" }, parts);
}

export function moodScale(mood) {
  const dots = [];
  for (let step = -3; step <= 3; step += 1) {
    dots.push(svg("circle", { cx: (step + 3) * 10 + 6, cy: 6, r: step === mood ? 4.6 : 2.2, class: step === mood ? "ck-here" : "ck-there" }));
  }
  return svg("svg", { viewBox: "0 0 72 12", class: "ck-mood-scale", "aria-hidden": "true" }, dots);
}
