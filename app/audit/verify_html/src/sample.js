// A random sample that the log tells of, drawn again from its seed: docs/reference/audit-package.md, "A sample".
const SAMPLE_MARK = "papan-kinerja-sampel/1";
const SAMPLED = {
  "step:completed": () => "steps",
  "step:item-filled": (event) => (event.files.length ? "evidence" : null),
  "realisasi:entered": () => "figures",
};

// The `size` numbers with the lowest scores, in order.
function drawSample({ seed, kind, scope, upto, size }, population) {
  const scored = population.map((seq) => {
    const text = [SAMPLE_MARK, seed, kind, scope, upto, seq].join("\n");
    return { seq, score: toHex(sha256(toUtf8.encode(text))) };
  });
  scored.sort((a, b) => compare(a.score, b.score) || a.seq - b.seq);
  return scored.slice(0, size).map(({ seq }) => seq).sort((a, b) => a - b);
}

// Gathers what can be sampled while the log is read, and draws each sample again that an event tells.
class Samples {
  constructor() {
    this.candidates = { steps: [], evidence: [], figures: [] };
    this.drawn = [];
  }

  watch(event) {
    const kind = Object.hasOwn(SAMPLED, event.act) ? SAMPLED[event.act](event) : null;
    if (kind) this.candidates[kind].push({ seq: event.seq, root: rootOf(event.object), at: event.at });
    if (event.act === "sample:drawn") this.drawAgain(event);
  }

  drawAgain(event) {
    if (!this.isTrue(event)) throw new Bad("sampel", "undian ulang dari benihnya memberi hasil lain", event.seq);
    this.drawn.push(event.seq);
  }

  isTrue({ data, seq }) {
    const { kind, scope, seed, size, upto } = data;
    const told = typeof seed === "string" && isCount(size) && size > 0 && isCount(upto) && upto < seq;
    const places = scope === "log" ? {} : readScope(scope);
    if (!told || !places || !Object.hasOwn(this.candidates, kind)) return false;
    const population = this.candidates[kind]
      .filter((one) => one.seq <= upto && (!places.run || one.root === places.run))
      .filter((one) => !places.first || isWithin(places, one.at))
      .map((one) => one.seq);
    const members = drawSample({ seed, kind, scope, upto, size }, population);
    return population.length === data.population && JSON.stringify(data.members) === JSON.stringify(members);
  }
}
