// Keeps the first page up to date. The server renders every part; this puts the changed ones in
// place and says when the figures have become old. Without it the page is complete, only not live.
(() => {
  "use strict";
  const STALE_AFTER_MS = 10_000;
  const banner = document.getElementById("banner");
  const bannerText = document.getElementById("banner-text");
  let heard = performance.now();

  const setStale = (text) => {
    banner.hidden = text === "";
    document.body.classList.toggle("is-stale", text !== "");
    if (bannerText.textContent !== text) bannerText.textContent = text;
  };

  const put = (id, html) => {
    const part = document.getElementById("part-" + id);
    if (!part) return;
    const open = [...part.querySelectorAll("details[open]")].map((d) => d.id);
    const focus = part.contains(document.activeElement) ? mark(document.activeElement) : null;
    part.innerHTML = html;
    open.forEach((d) => document.getElementById(d)?.setAttribute("open", ""));
    if (focus) find(part, focus)?.focus({ preventScroll: true });
  };

  // A reader on the keyboard keeps the place: by id, else by what the element is called.
  const mark = (element) => ({ id: element.id, label: element.getAttribute("aria-label"), tag: element.tagName });
  const find = (part, at) =>
    (at.id && document.getElementById(at.id)) ||
    [...part.querySelectorAll(at.tag)].find((e) => at.label && start(e) === at.label.split(":")[0]) ||
    part.querySelector(at.tag);
  const start = (element) => (element.getAttribute("aria-label") || "").split(":")[0];

  const events = new EventSource("/events");
  events.addEventListener("parts", (event) => {
    if (!document.getElementById("part-answer")) {
      location.reload(); // the page was opened before there were figures
      return;
    }
    for (const [id, html] of Object.entries(JSON.parse(event.data))) put(id, html);
  });
  events.addEventListener("beat", (event) => {
    heard = performance.now();
    const beat = JSON.parse(event.data);
    document.body.dataset.live = "yes";
    setStale(beat.stale ? beat.banner : "");
  });
  setInterval(() => {
    if (performance.now() - heard > STALE_AFTER_MS) {
      delete document.body.dataset.live;
      setStale("This page has lost the server; the figures are those of the last contact.");
    }
  }, 1000);
})();
