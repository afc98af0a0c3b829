"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const KINDS = ["direct", "indirect", "mixed"];
  const GENDERS = { f: "she", m: "he" };
  const LABELS = { PERSON: "person", ORG: "organization", PLACE: "place", NORP: "people", ROLE: "role" };
  const number = (n) => n.toLocaleString("en");
  const element = (name, content, attributes = {}) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (typeof content === "string") made.textContent = content;
    else if (content) made.append(...[].concat(content));
    return made;
  };
  const state = { search: "", kind: "", label: "", gender: "", cue: "", speaker: null, by: "attributions", sort: "attributions", up: false, rows: 25, articles: 25 };
  // An attribution: [speakers, kind, cue, words, source, cue, content]; the last three only where the text is here.
  const named = (a) => a[0].map((at) => data.speakers[at].name).join(", ");
  const pieces = (doc, spans) => spans.map(([from, to]) => doc.text.slice(from, to)).join(" … ");
  for (const doc of data.documents) {
    doc.low = (doc.id + " " + (doc.title || "")).toLowerCase();
    for (const a of doc.attributions) {
      a.low = [named(a), doc.text ? pieces(doc, a[4]) + " " + pieces(doc, a[6]) : ""].join(" ").toLowerCase();
    }
  }
  const fits = (doc, a) => {
    if (state.kind !== "" && a[1] !== +state.kind) return false;
    if (state.cue !== "" && a[2] !== +state.cue) return false;
    if (state.speaker !== null && !a[0].includes(state.speaker)) return false;
    const who = a[0].map((at) => data.speakers[at]);
    const label = (one) => (one.label === "PERSON" || one.label === "ORG" ? one.label : "other");
    if (state.label && !(who.length ? who.some((one) => label(one) === state.label) : state.label === "none")) return false;
    if (state.gender && !(who.length ? who.some((one) => (one.gender || "-") === state.gender) : state.gender === "-")) return false;
    return !state.search || a.low.includes(state.search) || doc.low.includes(state.search);
  };
  const tally = () => {
    const speakers = new Map(), cues = new Map(), articles = [];
    const totals = { attributions: 0, words: 0, direct: 0, known: 0 };
    for (const doc of data.documents) {
      const found = doc.attributions.filter((a) => fits(doc, a));
      if (found.length || (!filtered() && !state.search) || (state.search && doc.low.includes(state.search) && !filtered())) articles.push([doc, found]);
      for (const a of found) {
        totals.attributions++;
        totals.words += a[3];
        if (a[1] === 0) totals.direct++;
        cues.set(a[2], (cues.get(a[2]) || 0) + 1);
        if (a[0].length) totals.known++;
        // What several say together counts for each of them.
        for (const at of a[0]) {
          let row = speakers.get(at);
          if (!row) {
            row = { at, ...data.speakers[at], attributions: 0, words: 0, kinds: [0, 0, 0], kindWords: [0, 0, 0], docs: new Set() };
            speakers.set(at, row);
          }
          row.attributions++;
          row.words += a[3];
          row.kinds[a[1]]++;
          row.kindWords[a[1]] += a[3];
          row.docs.add(doc);
        }
      }
    }
    const rows = [...speakers.values()];
    for (const row of rows) Object.assign(row, { articles: row.docs.size, direct: row.kinds[0], indirect: row.kinds[1], mixed: row.kinds[2] });
    return { rows, cues, articles, totals };
  };
  const filtered = () => state.kind || state.label || state.gender || state.cue || state.speaker !== null;

  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  // Bars: [name, [[class, value]...], what a click does].
  const bars = (into, rows, share) => {
    into.textContent = "";
    if (!rows.length) return into.append(element("p", "Nothing fits.", { class: "hint" }));
    const width = 460, left = 170, line = 24, room = width - left - (share ? 105 : 55);
    const sum = (row) => row[1].reduce((all, part) => all + part[1], 0);
    const most = Math.max(...rows.map(sum), 1);
    const all = rows.reduce((total, row) => total + sum(row), 0);
    const plot = svg("svg", { viewBox: `0 0 ${width} ${rows.length * line}`, role: "img", "aria-label": rows.map((row) => `${row[0]} ${sum(row)}`).join(", ") });
    rows.forEach((row, at) => {
      const y = at * line, group = svg(row[2] ? "a" : "g", row[2] ? { tabindex: 0, role: "button" } : {});
      const short = row[0].length > 22 ? row[0].slice(0, 21) + "…" : row[0];
      group.append(svg("title", {}, `${row[0]}: ${number(sum(row))}`), svg("text", { x: left - 8, y: y + 16, "text-anchor": "end" }, short));
      let x = left;
      for (const [kind, value] of row[1]) {
        const wide = (value / most) * room;
        group.append(svg("rect", { x, y: y + 4, width: wide, height: line - 8, class: "b" + kind }));
        x += wide;
      }
      const share_text = share ? ` (${Math.round((100 * sum(row)) / all)} %)` : "";
      group.append(svg("text", { x: x + 5, y: y + 16, class: "n" }, number(sum(row)) + share_text));
      if (row[2]) {
        group.addEventListener("click", row[2]);
        group.addEventListener("keydown", (event) => { if (event.key === "Enter") row[2](); });
      }
      plot.append(group);
    });
    into.append(plot);
  };
  const choose = (at) => { state.speaker = state.speaker === at ? null : at; draw(); };

  const draw = () => {
    const { rows, cues, articles, totals } = tally();
    const share = totals.attributions ? Math.round((100 * totals.direct) / totals.attributions) + " %" : "–";
    $("totals").replaceChildren(...[
      ["articles", number(articles.length)], ["attributions", number(totals.attributions)], ["words of content", number(totals.words)],
      ["speakers", number(rows.length)], ["direct", share],
      ["with a known speaker", totals.attributions ? Math.round((100 * totals.known) / totals.attributions) + " %" : "–"],
    ].map(([name, value]) => element("div", [element("dt", name), element("dd", value)])));
    const chosen = $("chosen");
    chosen.hidden = state.speaker === null;
    if (state.speaker !== null) {
      const clear = element("button", "show all");
      clear.addEventListener("click", () => choose(state.speaker));
      chosen.replaceChildren("Only ", element("b", data.speakers[state.speaker].name), " ", clear);
    }
    const best = (list, by) => list.sort((a, b) => b[by] - a[by] || (a.name < b.name ? -1 : 1)).slice(0, 15);
    const parts = (row) => [0, 2, 1].map((kind) => [kind, (state.by === "words" ? row.kindWords : row.kinds)[kind]]);
    const bar = (row) => [row.name, parts(row), () => choose(row.at)];
    bars($("plot-speakers"), best([...rows], state.by).map(bar));
    bars($("plot-orgs"), best(rows.filter((row) => row.label === "ORG"), state.by).map(bar));
    const top = [...cues].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 15);
    bars($("plot-cues"), top.map(([cue, count]) => [data.cues[cue] || "no cue", [[0, count]], () => {
      state.cue = state.cue === String(cue) ? "" : String(cue);
      $("cue").value = state.cue;
      draw();
    }]));
    const genders = { f: 0, m: 0, "-": 0 };
    for (const row of rows) if (row.label === "PERSON") genders[row.gender || "-"] += state.by === "words" ? row.words : row.attributions;
    bars($("plot-gender"), [["she", [[0, genders.f]]], ["he", [[2, genders.m]]], ["not known", [[1, genders["-"]]]]], true);
    table(rows);
    list(articles);
  };

  const table = (rows) => {
    const by = state.sort, order = state.up ? 1 : -1;
    rows.sort((a, b) => {
      const [x, y] = [a[by] || "", b[by] || ""];
      return (x < y ? -order : x > y ? order : 0) || b.attributions - a.attributions || (a.name < b.name ? -1 : 1);
    });
    for (const button of document.querySelectorAll("[data-sort]")) {
      if (button.dataset.sort === by) button.parentNode.setAttribute("aria-sort", state.up ? "ascending" : "descending");
      else button.parentNode.removeAttribute("aria-sort");
    }
    $("speakers").tBodies[0].replaceChildren(...rows.slice(0, state.rows).map((row) => {
      const name = element("button", row.name, { class: "link", type: "button" });
      name.addEventListener("click", () => choose(row.at));
      const cells = [element("td", [name, ...(row.role ? [element("small", row.role)] : [])]), element("td", LABELS[row.label]), element("td", GENDERS[row.gender] || "")];
      for (const count of ["articles", "attributions", "words", "direct", "mixed", "indirect"]) cells.push(element("td", number(row[count]), { class: "number" }));
      return element("tr", cells);
    }));
    more("more-speakers", rows.length - state.rows, () => { state.rows += 100; draw(); });
  };
  const more = (id, left, click) => {
    $(id).hidden = left <= 0;
    $(id).textContent = `Show more (${number(left)} left)`;
    $(id).onclick = click;
  };

  const list = (articles) => {
    $("articles").replaceChildren(...articles.slice(0, state.articles).map(([doc, found]) => {
      const title = doc.text ? element("button", doc.title || doc.id, { class: "link", type: "button" }) : element("span", doc.title || doc.id);
      if (doc.text) title.addEventListener("click", () => read(doc));
      const about = doc.title ? doc.id + " · " : "";
      const item = element("li", [title, element("small", ` ${about}${number(found.length)} attributions`)]);
      if (doc.text && (filtered() || state.search)) {
        item.append(element("ul", found.slice(0, 6).map((a) => {
          const content = pieces(doc, a[6]);
          return element("li", [element("b", named(a) || pieces(doc, a[4]) || "?"), " ", element("i", pieces(doc, a[5])), " ", content.length > 280 ? content.slice(0, 279) + "…" : content]);
        })));
      }
      return item;
    }));
    more("more-articles", articles.length - state.articles, () => { state.articles += 100; draw(); });
  };

  const read = (doc) => {
    $("reader-title").textContent = doc.title || doc.id;
    // Every place where a mark begins or ends cuts the text.
    const marks = doc.mentions.map(([from, to, label]) => [from, to, "name " + label]);
    for (const a of doc.attributions) {
      for (const [from, to] of a[4]) marks.push([from, to, "source"]);
      for (const [from, to] of a[5]) marks.push([from, to, "cue"]);
      for (const [from, to] of a[6]) marks.push([from, to, "content" + (a[0].includes(state.speaker) ? " chosen-one" : "")]);
    }
    const cuts = [...new Set([0, doc.text.length, ...marks.flatMap(([from, to]) => [from, to])])].sort((a, b) => a - b);
    const starts = [...marks].sort((a, b) => a[0] - b[0]);
    let next = 0, open = [];
    const shown = [];
    for (let at = 0; at + 1 < cuts.length; at++) {
      const [from, to] = [cuts[at], cuts[at + 1]];
      open = open.filter((mark) => mark[1] > from);
      while (next < starts.length && starts[next][0] <= from) { if (starts[next][1] > from) open.push(starts[next]); next++; }
      const text = doc.text.slice(from, to);
      shown.push(open.length ? element("span", text, { class: [...new Set(open.flatMap((mark) => mark[2].split(" ")))].join(" ") }) : text);
    }
    $("text").replaceChildren(...shown);
    $("reader").showModal();
    const first = $("text").querySelector(".chosen-one");
    if (first) first.scrollIntoView({ block: "center" }); else $("reader").scrollTop = 0;
  };

  const cues = new Map();
  for (const doc of data.documents) for (const a of doc.attributions) cues.set(a[2], (cues.get(a[2]) || 0) + 1);
  for (const [cue, count] of [...cues].sort((a, b) => b[1] - a[1]).slice(0, 60)) $("cue").append(element("option", `${data.cues[cue] || "no cue"} (${number(count)})`, { value: cue }));
  const reset = () => Object.assign(state, { rows: 25, articles: 25 });
  for (const id of ["kind", "label", "gender", "cue"]) $(id).addEventListener("change", () => { state[id] = $(id).value; reset(); draw(); });
  let wait;
  $("search").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { state.search = $("search").value.trim().toLowerCase(); reset(); draw(); }, 150); });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => { Object.assign(state, { search: "", kind: "", label: "", gender: "", cue: "", speaker: null }); reset(); draw(); });
  for (const button of document.querySelectorAll("[data-by]")) button.addEventListener("click", () => {
    state.by = button.dataset.by;
    for (const other of document.querySelectorAll("[data-by]")) other.setAttribute("aria-pressed", other === button);
    draw();
  });
  for (const button of document.querySelectorAll("[data-sort]")) button.addEventListener("click", () => {
    const by = button.dataset.sort;
    state.up = state.sort === by ? !state.up : by === "name" || by === "label" || by === "gender";
    state.sort = by;
    draw();
  });
  $("close").addEventListener("click", () => $("reader").close());
  $("reader").addEventListener("click", (event) => { if (event.target === $("reader")) $("reader").close(); });
  draw();
})();
