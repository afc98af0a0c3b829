// Shows the speaker and the deciding rule of what the reader points at or moves to, and lights up all its pieces.
"use strict";
document.documentElement.classList.add("scripted");

const HINT = "Point at a mark in the text, or move through the numbers with the Tab key: here stands who said it, and which rule decided.";
for (const box of document.querySelectorAll(".detail")) box.textContent = HINT;

// The elements of an article whose attribute `name` (numbers, separated by spaces) holds `number`.
const pieces = (article, name, number) => article.querySelectorAll(`.text [${name}~="${number}"]`);

function hide() {
  for (const piece of document.querySelectorAll(".on")) piece.classList.remove("on");
  for (const box of document.querySelectorAll(".detail.full")) {
    box.classList.remove("full");
    box.textContent = HINT;
  }
}

function show(mark) {
  hide();
  const article = mark.closest("article");
  const inText = mark.closest(".text") !== null;
  const box = article.querySelector(".detail");
  const copies = [];
  const add = (entry) => {
    const copy = document.createElement("div");
    for (const child of entry.childNodes) copy.append(child.cloneNode(true));
    copies.push(copy);
  };
  if (mark.dataset.m || mark.dataset.e) {
    const { m, e } = mark.dataset;
    const number = m ? ["data-m", m] : ["data-e", e];
    for (const piece of pieces(article, ...number)) piece.classList.add("on");
    const mention = m && article.querySelector(`aside .entities [data-m="${m}"]`);
    if (mention) {
      const entity = mention.closest("[data-e]");
      add(entity ? entity.querySelector("summary") : mention.querySelector("a"));
      copies.at(-1).querySelector(".count")?.remove();
      const how = copies.at(-1).appendChild(document.createElement("div"));
      how.append(mention.querySelector(".meta").cloneNode(true));
    }
  }
  // The innermost attribution lights up; those that hold it are named below it.
  const numbers = (mark.dataset.a || "").split(" ").filter(Boolean).reverse();
  for (const [i, number] of numbers.entries()) {
    if (i === 0) for (const piece of pieces(article, "data-a", number)) piece.classList.add("on");
    add(article.querySelector(`.attributions > [data-a="${number}"]`));
  }
  if (inText && copies.length > 0) {
    box.replaceChildren(...copies);
    box.scrollTop = 0;
    box.classList.add("full");
  }
}

const MARKS = "article [data-a], article [data-m], article [data-e]";
for (const event of ["mouseover", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    if (target.closest(".detail")) return;
    const mark = target.closest(MARKS);
    if (mark) show(mark);
    else hide();
  });
}
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});

const articles = document.querySelectorAll("article");
if (articles.length > 1) {
  const nav = document.createElement("nav");
  const details = nav.appendChild(document.createElement("details"));
  details.appendChild(document.createElement("summary")).textContent = `${articles.length} documents`;
  const list = details.appendChild(document.createElement("ul"));
  for (const article of articles) {
    const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
    link.href = `#${article.id}`;
    link.textContent = article.querySelector("h2").textContent;
  }
  document.querySelector("header").after(nav);
}
