// Keeps a region fresh: every [data-poll-url] is asked again every few seconds while the page is seen and
// nobody types or drags in it. The server answers 304 by data-poll-tag, or the region itself, which is morphed.
"use strict";
(() => {
  const EVERY = 4000;
  const SLOWEST = 60000;
  const STALE = "Halaman ini belum dapat diperbarui: server tidak menjawab. Isinya mungkin sudah berubah.";
  const timers = new WeakMap();
  const failures = new WeakMap();
  let dragging = false;

  function changed(field) {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some((option) => option.defaultSelected && !option.selected);
    return field.value !== field.defaultValue;
  }

  function inUse(region) {
    if (document.hidden || dragging || region.querySelector("[aria-busy], dialog[open]")) return true;
    const fields = [...region.querySelectorAll("input, textarea, select")];
    return fields.some((field) => field === document.activeElement || changed(field));
  }

  // The answer is dropped where it would overwrite something newer, or an error where the region stands.
  function drop(ctx) {
    ctx.hx.retarget = ctx.hx.reswap = undefined;
    ctx.swap = "none";
  }

  async function ask(region) {
    const tag = region.dataset.pollTag;
    const headers = tag ? { "HX-PTag": tag, "If-None-Match": `"${tag}"` } : {};
    let status = 0;
    const heard = (event) => {
      const ctx = event.detail.ctx;
      if (!ctx.quiet) return;
      status = ctx.response.status;
      if (status >= 400 || inUse(region) || region.dataset.pollTag !== tag) drop(ctx);
    };
    region.addEventListener("htmx:after:request", heard);
    await htmx.ajax("GET", region.dataset.pollUrl, { source: region, target: region, swap: "outerMorph", headers, quiet: true });
    region.removeEventListener("htmx:after:request", heard);
    return status;
  }

  function schedule(region, wait) {
    clearTimeout(timers.get(region));
    timers.set(region, setTimeout(tick, wait, region));
  }

  async function tick(region) {
    if (!region.isConnected || !region.dataset.pollUrl) return;
    const every = Number(region.dataset.pollEvery) * 1000 || EVERY;
    if (inUse(region)) return schedule(region, every);

    const status = await ask(region);
    if (status === 401 || status === 404) return location.reload();
    const failed = status === 0 || status >= 400 ? (failures.get(region) || 0) + 1 : 0;
    failures.set(region, failed);
    if (failed === 2) document.dispatchEvent(new CustomEvent("papan:say", { detail: STALE }));
    schedule(region, Math.min(SLOWEST, every * 2 ** failed));
  }

  const regions = () => document.querySelectorAll("[data-poll-url]");
  document.addEventListener("dragstart", () => { dragging = true; });
  for (const end of ["dragend", "drop"]) document.addEventListener(end, () => { dragging = false; });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) regions().forEach((region) => schedule(region, 0));
  });
  regions().forEach((region) => schedule(region, Number(region.dataset.pollEvery) * 1000 || EVERY));
})();
