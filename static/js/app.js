// What every page gains from JavaScript: messages that leave, questions before grave acts,
// one submit at a time, and htmx errors that end as a message. Every page works without this file.
"use strict";
(() => {
  const toasts = () => document.getElementById("toast");
  const LINGER = 7000;

  // Messages: leave by themselves unless they report an error, or are being read (hover, focus).
  function linger(toast) {
    if (toast.dataset.seen || toast.getAttribute("role") === "alert") return;
    toast.dataset.seen = "1";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1500) : toast.remove());
    setTimeout(leave, LINGER);
  }

  function say(message) {
    const region = toasts();
    const model = document.getElementById("toast-model");
    if (!region || !model) return;
    if ([...region.querySelectorAll("p")].some((p) => p.textContent === message)) return;
    const toast = model.content.firstElementChild.cloneNode(true);
    toast.querySelector("p").textContent = message;
    region.append(toast);
  }

  // Questions: data-confirm on a form or its submit button asks first, in a dialog of our own.
  const agreed = new WeakSet();

  function ask(text, yes, button) {
    const dialog = document.getElementById("confirm");
    dialog.querySelector("#confirm-text").textContent = text;
    const agree = dialog.querySelector("[data-yes]");
    agree.textContent = button?.textContent.trim() || "Lanjutkan";
    agree.className = button?.classList.contains("danger") ? "btn danger" : "btn primary";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && yes(), { once: true });
    dialog.showModal();
  }

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // One submit at a time. The pressed button keeps the focus: aria-disabled, never disabled.
  const sending = new WeakMap();

  function release(form) {
    const button = sending.get(form);
    sending.delete(form);
    form.removeAttribute("aria-busy");
    if (button) button.removeAttribute("aria-disabled");
  }

  function onSubmit(event) {
    const form = event.target;
    const button = event.submitter;
    const method = (form.getAttribute("method") || "get").toLowerCase();  // a field may be called "method"
    if (method === "dialog") return;
    if (button && button.getAttribute("aria-disabled") === "true") return stop(event);
    if (sending.has(form)) return stop(event);

    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (question && !agreed.delete(form)) {
      stop(event);
      const again = () => { agreed.add(form); form.requestSubmit(button || undefined); };
      return ask(question, again, button);
    }
    if (method === "get") return;
    sending.set(form, button);
    form.setAttribute("aria-busy", "true");
    if (button) button.setAttribute("aria-disabled", "true");
    if (form.hasAttribute("data-download")) setTimeout(() => release(form), 3000);
  }

  // htmx: what the server could not do becomes a message; the page stays as it was.
  const LOST = "Server tidak dapat dihubungi. Periksa jaringan, lalu coba lagi.";
  const FAULT = "Terjadi kesalahan pada server. Tidak ada yang tersimpan dari tindakan ini; coba sekali lagi.";
  const SIGNED_OUT = "Sesi Anda sudah berakhir. Masuk lagi, lalu ulangi.";

  function afterRequest(event) {
    const ctx = event.detail.ctx;
    const status = ctx.response.status;
    if (ctx.quiet) return;  // poll.js answers for itself
    if (ctx.hx.retarget || ctx.hx.redirect || ctx.hx.location || (status !== 401 && status < 500)) return;
    ctx.swap = "none";
    say(status === 401 ? SIGNED_OUT : FAULT);
  }

  function onError(event) {
    const ctx = event.detail.ctx;
    if (ctx && !ctx.response && !ctx.quiet) say(LOST);
  }

  function onConfirm(event) {
    const { ctx, issueRequest, dropRequest } = event.detail;
    event.preventDefault();
    const dialog = document.getElementById("confirm");
    ask(ctx.confirm, issueRequest);
    dialog.addEventListener("close", () => dialog.returnValue !== "yes" && dropRequest(), { once: true });
  }

  // Menus of the top bar close on Escape and on a click elsewhere.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll(".top details[open]")) if (menu !== except) menu.open = false;
  }

  // A morph can take away the button that was pressed: the focus then stays on what held it, its card.
  let held = [];

  function remember(event) {
    held = [];
    for (let place = event.target; place; place = place.parentElement) if (place.id) held.push(place.id);
  }

  function keepFocus() {
    if (document.activeElement !== document.body) return;
    const place = held.map((id) => document.getElementById(id)).find((found) => found?.checkVisibility());
    const next = place?.matches("a, button, input, textarea, select, main") ? place : place?.querySelector("a[href], button");
    next?.focus({ preventScroll: true });
  }

  // A page that is made for paper offers to print itself; without this script its hint says how.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Text that is meant for another paper is copied whole; without this script its field is there to select.
  async function copyText(button) {
    const field = document.getElementById(button.dataset.copy);
    field.closest("details")?.setAttribute("open", "");
    field.select();
    // The clipboard's own interface is there on https alone, and an office's server may speak http.
    const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    const done = copied || document.execCommand("copy");
    button.textContent = done ? "Teks tersalin" : "Tekan Ctrl+C untuk menyalin";
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyText(button));
  }

  const focusSummary = () => document.querySelector("[data-focus]")?.focus();

  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) close.closest("[data-toast]").remove();
    if (event.target.closest('[aria-disabled="true"]')) stop(event);
    closeMenus(event.target.closest(".top details"));
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".top details[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("htmx:after:request", afterRequest);
  document.addEventListener("htmx:error", onError);
  document.addEventListener("htmx:confirm", onConfirm);
  document.addEventListener("focusin", remember);
  document.addEventListener("pointerdown", () => { held = []; }, true);
  document.addEventListener("htmx:after:swap", keepFocus);
  document.addEventListener("htmx:after:swap", (event) => event.detail.ctx.response?.status === 422 && focusSummary());
  document.addEventListener("papan:say", (event) => say(event.detail));
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail.ctx.request.form;
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
  });

  const region = toasts();
  if (region) {
    region.querySelectorAll("[data-toast]").forEach(linger);
    new MutationObserver(() => region.querySelectorAll("[data-toast]").forEach(linger)).observe(region, { childList: true });
  }
  focusSummary();
})();
