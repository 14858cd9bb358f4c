// Keeps a region fresh: every [data-poll-url] is asked again every few seconds while the page is seen and
// nobody types or drags in it. The server answers 304 by data-poll-tag, or the region itself, which is morphed.
"use strict";
(() => {
  const EVERY = 4000;
  const SLOWEST = 60000;
  const waits = new WeakMap();
  let dragging = false;

  function typing(region) {
    const field = document.activeElement;
    if (field && region.contains(field) && field.matches("input, textarea, select")) return true;
    return [...region.querySelectorAll("input, textarea, select")].some(dirty);
  }

  function dirty(field) {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  function busy(region) {
    return document.hidden || dragging || typing(region) || region.querySelector("[aria-busy], dialog[open]");
  }

  async function ask(region) {
    const tag = region.dataset.pollTag;
    const headers = tag ? { "HX-PTag": tag, "If-None-Match": `"${tag}"` } : {};
    let status = 0;
    const heard = (event) => { status = event.detail.ctx.response.status; };
    region.addEventListener("htmx:after:request", heard, { once: true });
    await htmx.ajax("GET", region.dataset.pollUrl, { source: region, target: region, swap: "outerMorph", headers, quiet: true });
    region.removeEventListener("htmx:after:request", heard);
    return status;
  }

  async function tick(region) {
    const every = Number(region.dataset.pollEvery || 0) * 1000 || EVERY;
    let wait = every;
    if (!busy(region)) {
      const status = await ask(region);
      if (status === 401 || status === 404) return location.reload();
      const fine = status === 304 || (status >= 200 && status < 300);
      if (!fine) wait = Math.min(SLOWEST, (waits.get(region) || every) * 2);
    }
    waits.set(region, wait);
    if (region.isConnected) setTimeout(tick, wait, region);
  }

  document.addEventListener("dragstart", () => { dragging = true; });
  for (const end of ["dragend", "drop"]) document.addEventListener(end, () => { dragging = false; });
  document.addEventListener("DOMContentLoaded", () => {
    for (const region of document.querySelectorAll("[data-poll-url]")) setTimeout(tick, EVERY, region);
  });
})();
