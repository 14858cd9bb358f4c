// Small parts of the page: elements, numbers and times as people in the office write them.
const numbers = new Intl.NumberFormat("id-ID");
const tenths = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });
const days = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeZone: "Asia/Makassar" });
const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Makassar" });

const byId = (id) => document.getElementById(id);

function inWita(date) {
  if (Number.isNaN(date.getTime())) return "waktu yang tidak mungkin";
  return `${days.format(date)}, ${clock.format(date)} WITA`;
}

function element(name, content, className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const part of [content].flat()) if (part !== null) made.append(part);
  return made;
}

function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} bita`;
  if (bytes < 1e6) return `${tenths.format(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${tenths.format(bytes / 1e6)} MB` : `${tenths.format(bytes / 1e9)} GB`;
}

function secondsInWords(seconds) {
  if (seconds < 1) return "kurang dari satu detik";
  if (seconds < 60) return `${tenths.format(seconds)} detik`;
  return `${Math.floor(seconds / 60)} menit ${Math.round(seconds % 60)} detik`;
}

function facts(pairs) {
  const list = element("dl", [], "facts");
  for (const [term, value] of pairs) {
    if (value !== null) list.append(element("div", [element("dt", term), element("dd", value)]));
  }
  return list;
}

const digest = (hex) => element("code", hex, "digest");
