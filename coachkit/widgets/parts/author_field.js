// A field of the author's desk.

import { labelled } from "../shared/page.js";

export const field = (control) => labelled("ca", control);
