// What a script adds to pages that are whole without one: keys, news of the ledger, the drawings.
// Each drawing is a module of its own, begun where the page has an element for it.

import { days } from "./days";
import { keys } from "./keys";
import { map } from "./map";
import { network } from "./network";
import { news } from "./news";
import { reads } from "./reader";
import { timeline } from "./timeline";

keys();
news();
days();
map();
timeline();
network();
reads();
