// What a script adds to pages that are whole without one: keys, news of the ledger, the drawings.
// Each drawing is a module of its own, begun where the page has an element for it.

import { keys } from "./keys";
import { news } from "./news";
import { reads } from "./reader";

keys();
news();
reads();
