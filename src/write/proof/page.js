"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const rules = JSON.parse($("rules").textContent);
  const panes = { source: $("source"), book: $("book") };

  // Passages: a changed piece each; stripped pieces of one rule with nothing but white space between
  // them are one.
  const pieces = [...panes.source.querySelectorAll("mark, del")];
  const passages = [];
  const passageOf = new Map();
  const byRule = new Map();
  let last = null;
  for (const piece of pieces) {
    const white = piece.classList.contains("w");
    let before = piece.previousSibling;
    while (before && before.nodeType === 1 && before.classList.contains("w")) before = before.previousSibling;
    const goesOn = last && piece.tagName === "DEL" && last.rule === piece.dataset.r
      && (before === last.pieces[last.pieces.length - 1] || !before);
    if (goesOn) {
      last.pieces.push(piece);
      passageOf.set(piece, last);
      continue;
    }
    const passage = { rule: piece.dataset.r, white, pieces: [piece] };
    passageOf.set(piece, passage);
    passages.push(passage);
    if (!byRule.has(passage.rule)) byRule.set(passage.rule, []);
    byRule.get(passage.rule).push(passage);
    if (!white) last = piece.tagName === "DEL" ? passage : null;
  }
  const words = (text) => text.replace(/\s+/g, " ").trim();

  // Tabs, as the ARIA practices have them: arrows move, and what is chosen shows.
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (tab, focus) => {
    tabs.forEach((other) => {
      const chosen = other === tab;
      other.setAttribute("aria-selected", chosen);
      other.tabIndex = chosen ? 0 : -1;
      $(other.getAttribute("aria-controls")).hidden = !chosen;
    });
    if (focus) tab.focus();
  };
  document.querySelectorAll("[data-tab]").forEach((link) => link.addEventListener("click", () => choose($("tab-" + link.dataset.tab), true)));
  try { $("language").textContent = new Intl.DisplayNames(["en"], { type: "language" }).of($("language").textContent); } catch { /* the tag stays */ }
  tabs.forEach((tab, nth) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(tabs[(nth + step + tabs.length) % tabs.length], true);
    });
  });

  // The two panes scroll together: what stands at the top of the one is looked up in the other by
  // its place in the source.
  const stops = {};
  for (const [name, pane] of Object.entries(panes)) {
    stops[name] = [...pane.querySelectorAll("[data-s]")];
    stops[name].at = new Map(stops[name].map((stop) => [stop.dataset.s, stop]));
  }
  // What a browser has not laid out it need not lay out to be told where its gathering stands: the
  // gathering is sought first, then the stop in it.
  const gatherings = {};
  for (const [name, pane] of Object.entries(panes)) {
    gatherings[name] = [...pane.querySelectorAll(".gathering")].map((box) => ({ box, stops: [...box.querySelectorAll("[data-s]")] }))
      .filter((of) => of.stops.length);
  }
  const top = (stop) => stop.parentElement.offsetTop + stop.offsetTop;
  const lastAbove = (of, place) => {
    let low = 0, high = of.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (place(of[middle]) <= 12) low = middle; else high = middle - 1;
    }
    return of[low];
  };
  let led = null;
  const follow = (from, to) => {
    const pane = panes[from];
    const at = pane.scrollTop;
    const gathering = lastAbove(gatherings[from], (of) => of.box.offsetTop - at);
    const first = gathering && lastAbove(gathering.stops, (stop) => top(stop) - at);
    for (let nth = stops[from].indexOf(first); nth >= 0; nth--) {
      const stop = stops[from][nth];
      const there = stops[to].at.get(stop.dataset.s);
      if (!there) continue;
      const past = stop === first ? (at - top(stop)) / (stop.offsetHeight || 1) : 1;
      panes[to].scrollTop = top(there) + Math.min(1, Math.max(0, past)) * there.offsetHeight;
      return;
    }
    panes[to].scrollTop = 0;
  };
  let queued = false;
  const lead = (name) => { led = name; };
  for (const name of Object.keys(panes)) {
    const other = name === "source" ? "book" : "source";
    for (const kind of ["wheel", "pointerdown", "touchstart", "keydown", "focusin"]) {
      panes[name].addEventListener(kind, () => lead(name), { passive: true });
    }
    panes[name].addEventListener("scroll", () => {
      if (led !== name || queued) return;
      queued = true;
      requestAnimationFrame(() => { queued = false; follow(name, other); });
    }, { passive: true });
  }

  // The piece of the book that a passage of the source stands in.
  const counterpart = (passage) => stops.book.at.get(passage.pieces[0].closest(".chunk").dataset.s);

  // What a passage is, why, and how to overrule it.
  const detail = $("detail");
  let here = null, beside = null;
  const toml = (text) => '"' + text.replace(/[\\"]/g, "\\$&") + '"';
  const text = (passage) => {
    const range = document.createRange();
    range.setStartBefore(passage.pieces[0]);
    range.setEndAfter(passage.pieces[passage.pieces.length - 1]);
    return range.toString();
  };
  const around = (passage) => {
    const range = document.createRange();
    range.selectNodeContents(passage.pieces[0].closest(".chunk"));
    range.setEndBefore(passage.pieces[0]);
    const before = range.toString();
    const end = passage.pieces[passage.pieces.length - 1];
    range.selectNodeContents(end.closest(".chunk"));
    range.setStartAfter(end);
    return { before, after: range.toString() };
  };
  // What stands before or after a piece in its paragraph: white space between paragraphs ends it,
  // and so does a page mark, which is gone by the time most rules look.
  const ends = ["space/between", "page/mark"].map((id) => String(rules.findIndex((rule) => rule.id === id)));
  const paragraph = (piece, direction) => {
    let found = "";
    for (let at = piece[direction]; at && !ends.includes(at.dataset?.r) && found.length < 200; at = at[direction]) {
      found = direction === "nextSibling" ? found + at.textContent : at.textContent + found;
    }
    return found;
  };
  // Words that a sidecar can name the passage by: its own if they are several, else some around it.
  const containing = (passage) => {
    const own = words(passage.pieces[0].textContent);
    if (own.split(" ").length >= 3) return own.split(" ").slice(0, 12).join(" ");
    if (passage.pieces[0].tagName === "DEL") return own;
    const before = paragraph(passage.pieces[0], "previousSibling").split(/(\s+)/).slice(-8).join("");
    const after = paragraph(passage.pieces[0], "nextSibling").split(/(\s+)/).slice(0, 8).join("");
    return words(before + passage.pieces[0].textContent + after);
  };
  const mark = (passage, on) => {
    if (passage) passage.pieces.forEach((piece) => piece.classList.toggle("here", on));
    if (beside) beside.classList.toggle("at", on);
  };
  const show = (passage) => {
    mark(here, false);
    here = passage;
    beside = counterpart(passage);
    mark(here, true);
    const rule = rules[passage.rule];
    const stripped = passage.pieces[0].tagName === "DEL";
    const own = words(text(passage));
    const { before, after } = around(passage);
    $("d-what").textContent = (stripped ? "Taken out" : "Changed") + " by the rule " + rule.id;
    $("d-does").textContent = rule.does;
    $("d-why").textContent = rule.why;
    $("d-words").textContent = own
      ? "“" + (own.length > 300 ? own.slice(0, 300) + "…" : own) + "”"
      : "white space between “" + words(before).split(" ").slice(-4).join(" ") + "” and “" + words(after).split(" ").slice(0, 4).join(" ") + "”";
    const became = passage.pieces[0].dataset.b;
    $("d-became").textContent = became === undefined ? "" : became === "" ? "It became nothing." : "It became “" + became + "”.";
    $("d-toml").textContent = "[[keep]]\nrule = " + toml(rule.id) + "\ncontaining = " + toml(containing(passage)) + "\nreason = \"\"";
    $("d-over").hidden = !rule.overrule;
    $("d-never").hidden = rule.overrule;
    detail.hidden = false;
    $("of").textContent = position();
    $("said").textContent = (stripped ? "Taken out: " : "Changed: ") + own + ". " + rule.does;
  };
  const list = () => chosen === "" ? passages.filter((passage) => !passage.white) : byRule.get(chosen) || [];
  const position = () => {
    const all = list();
    const nth = all.indexOf(here);
    const count = all.length === 1 ? "1 passage" : all.length + " passages";
    return nth < 0 ? count : nth + 1 + " of " + count;
  };
  const reveal = (passage) => {
    choose(tabs[0]);
    side("source");
    lead("source");
    show(passage);
    const look = () => passage.pieces[0].scrollIntoView({ block: "center" });
    look();
    requestAnimationFrame(() => { look(); follow("source", "book"); });
  };
  panes.source.addEventListener("click", (event) => {
    const piece = event.target.closest("mark, del");
    if (piece) show(passageOf.get(piece));
  });
  const step = (by) => {
    const all = list();
    if (!all.length) return;
    const nth = all.indexOf(here);
    reveal(all[nth < 0 ? (by > 0 ? 0 : all.length - 1) : (nth + by + all.length) % all.length]);
  };
  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", () => step(-1));
  const close = () => { detail.hidden = true; mark(here, false); here = beside = null; $("of").textContent = position(); };
  $("close").addEventListener("click", () => { close(); panes.source.focus({ preventScroll: true }); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (tabs[0].getAttribute("aria-selected") !== "true") return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Escape" && !detail.hidden) close();
  });

  // The filter by rule.
  let chosen = "";
  const filter = $("filter");
  const sift = () => {
    chosen = filter.value;
    panes.source.classList.toggle("filtered", chosen !== "");
    pieces.forEach((piece) => piece.classList.toggle("on", piece.dataset.r === chosen));
    $("of").textContent = position();
  };
  filter.addEventListener("change", sift);
  sift();

  // Lists of what was taken out and changed, filled when they are opened.
  const SOME = 100;
  const cut = (text, most) => (text.length > most ? text.slice(0, most) + "…" : text);
  document.querySelectorAll("details[data-r]").forEach((group) => {
    const all = byRule.get(group.dataset.r) || [];
    const items = group.querySelector("ul");
    const more = group.querySelector(".more");
    const fill = () => {
      const from = items.children.length;
      for (const passage of all.slice(from, from + SOME)) {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const own = words(text(passage));
        if (own.length > 20) button.textContent = cut(own, 200);
        else {
          const { before, after } = around(passage);
          const middle = document.createElement("b");
          middle.textContent = own || "␣";
          const [first, last] = [before.slice(-50).replace(/^\S*\s/, ""), after.slice(0, 50).replace(/\s\S*$/, "")];
          button.append(before.length > 50 ? "… " : "", first, middle, last, after.length > 50 ? " …" : "");
        }
        button.addEventListener("click", () => reveal(passage));
        item.append(button);
        items.append(item);
      }
      more.hidden = items.children.length >= all.length;
    };
    group.addEventListener("toggle", () => { if (group.open && !items.children.length) fill(); });
    more.addEventListener("click", fill);
  });

  // Places named in the tables lead into the text.
  const places = stops.source.map((stop) => Number(stop.dataset.s));
  document.querySelectorAll("button[data-go]").forEach((button) => {
    button.addEventListener("click", () => {
      const want = Number(button.dataset.go);
      let nth = places.findIndex((place) => place > want);
      nth = nth < 0 ? places.length - 1 : Math.max(0, nth - 1);
      choose(tabs[0]);
      side("source");
      lead("source");
      stops.source[nth].scrollIntoView({ block: "start" });
      requestAnimationFrame(() => { stops.source[nth].scrollIntoView({ block: "start" }); follow("source", "book"); });
      panes.source.focus({ preventScroll: true });
    });
  });

  // Copying works from disk too, where the clipboard may be refused: then the text is selected.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const text = $(button.dataset.of);
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    let done = false;
    try { await navigator.clipboard.writeText(text.textContent); done = true; } catch { done = document.execCommand("copy"); }
    $("said").textContent = done ? "Copied." : "Selected: press Ctrl+C to copy.";
    button.textContent = done ? "Copied" : "Selected";
    setTimeout(() => { button.textContent = "Copy"; $("said").textContent = ""; }, 2000);
  });

  // On a phone one side shows at a time.
  const side = (name) => {
    document.querySelector(".panes").dataset.side = name;
    document.querySelectorAll("[data-show]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.show === name));
  };
  document.querySelectorAll("[data-show]").forEach((button) => button.addEventListener("click", () => {
    const other = button.dataset.show === "source" ? "book" : "source";
    side(button.dataset.show);
    follow(other, button.dataset.show);
  }));
})();
