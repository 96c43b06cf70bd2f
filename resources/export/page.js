// The page: a canvas to draw on, and everything that the numbers of the reading are shown by.

const model = JSON.parse(document.getElementById("model").textContent);
model.layers = layersOf(atob(model.weights), model.sizes);
const byId = (name) => document.getElementById(name);
const strokes = [];
let stroke = null, last = null, step = 0;

// --- Drawing -------------------------------------------------------------------------------------------------------

const canvas = byId("canvas"), pen = { x: 0.5, y: 0.5, isDown: false, isShown: false };

function begin(x, y) {
  stroke = [[x, y]];
  strokes.push(stroke);
  look();
}

function go(x, y) {
  if (!stroke) return;
  stroke.push([x, y]);
  look();
}

function lift() {
  stroke = null;
  pen.isDown = false;
}

const at = (event) => {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
};
canvas.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  canvas.setPointerCapture(event.pointerId);
  pen.isShown = false;
  begin(...at(event));
});
canvas.addEventListener("pointermove", (event) => {
  if (!event.isPrimary || pen.isDown) return;
  if (!stroke) return;
  const merged = event.getCoalescedEvents ? event.getCoalescedEvents() : []; // all points, also where the screen is slow
  stroke.push(...(merged.length ? merged : [event]).map(at));
  look();
});
for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, lift);
canvas.addEventListener("keydown", (event) => {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const way = ways[event.key];
  if (way) {
    pen.x = Math.min(Math.max(pen.x + way[0] * 0.05, 0), 1);
    pen.y = Math.min(Math.max(pen.y + way[1] * 0.05, 0), 1);
    pen.isShown = true;
    if (pen.isDown) go(pen.x, pen.y);
    else paint();
  } else if (event.key === " ") {
    if (pen.isDown) lift();
    else { begin(pen.x, pen.y); pen.isDown = true; }
    pen.isShown = true;
    paint();
  } else if (event.key === "Backspace") undo();
  else if (event.key === "Delete") clear();
  else return;
  event.preventDefault();
});

function undo() {
  lift();
  strokes.pop();
  look();
}

function clear() {
  lift();
  strokes.length = 0;
  look();
}
byId("undo").addEventListener("click", undo);
byId("clear").addEventListener("click", clear);

// --- Showing -------------------------------------------------------------------------------------------------------

const percent = (share) => (share > 0.995 ? "> 99" : share < 0.005 ? "< 1" : Math.round(100 * share)) + " %";
const inWords = (share) => percent(share).replace("> ", "over ").replace("< ", "under ");
const number = (value) => (Math.abs(value) < 0.005 ? "0" : value.toFixed(2)).replace("-", "−");
const named = (output) => (output < model.names.length ? model.names[output] : model.none);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

/** One cell for each number: white to black for counts, orange (below 0) to blue (above) else. */
function picture(title, columns, cell) {
  const figure = document.createElement("figure"), canvas = document.createElement("canvas");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", title);
  figure.append(canvas, caption);
  byId("pictures").append(figure);
  return (values, ink) => {
    canvas.width = columns * cell;
    canvas.height = Math.ceil(values.length / columns) * cell;
    const context = canvas.getContext("2d");
    values.forEach((value, i) => {
      context.fillStyle = ink(value);
      context.fillRect((i % columns) * cell, Math.floor(i / columns) * cell, cell, cell);
    });
  };
}

const seen = picture("The drawing as 8 × 8 counts", 8, 16);
const units = model.sizes.slice(1, -1).map((size, i) =>
  picture(`Layer ${i + 1}: ${size} units, lit by how strongly they fire`, Math.min(32, Math.ceil(Math.sqrt(size) * 1.5)), size > 300 ? 7 : 12));
const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

function grey(share) {
  const light = Math.round(255 * (isDark() ? share : 1 - share));
  return `rgb(${light},${light},${light})`;
}

const rows = Array.from({ length: model.sizes[model.sizes.length - 1] }, (_, output) => {
  const row = document.createElement("li"), name = document.createElement("span"), track = document.createElement("span");
  const bar = document.createElement("i"), share = document.createElement("span");
  name.textContent = named(output);
  track.className = "track";
  track.append(bar);
  row.append(name, track, share);
  byId("bars").append(row);
  return (value) => {
    bar.style.width = value === null ? "0" : `${100 * value}%`;
    share.textContent = value === null ? "" : percent(value);
  };
});

function paint() {
  const side = Math.round(canvas.clientWidth * devicePixelRatio) || 420;
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  context.strokeStyle = context.fillStyle = colour("--ink");
  context.lineWidth = side / 22;
  context.lineCap = context.lineJoin = "round";
  for (const each of strokes) {
    context.beginPath();
    each.forEach(([x, y]) => context.lineTo(x * side, y * side));
    if (each.length === 1) context.lineTo(each[0][0] * side, each[0][1] * side + 0.01);
    context.stroke();
  }
  if (pen.isShown) {
    context.strokeStyle = colour("--accent");
    context.lineWidth = 2 * devicePixelRatio;
    context.beginPath();
    context.arc(pen.x * side, pen.y * side, side / (pen.isDown ? 30 : 20), 0, 7);
    context.stroke();
  }
}

/** Read what is drawn, and show it. */
function look() {
  paint();
  byId("undo").disabled = byId("clear").disabled = !strokes.length;
  last = strokes.length ? viewsOf(strokes) : null;
  if (last) Object.assign(last, read(model, last.views));
  seen(last ? last.views[0] : new Array(64).fill(0), (count) => grey(count / 16));
  units.forEach((show, i) => {
    const a = last ? last.way[i].a : new Array(model.sizes[i + 1]).fill(0), most = Math.max(...a.map(Math.abs)) || 1;
    show(a, (value) => grey(Math.abs(value) / most));
  });
  rows.forEach((show, output) => show(!last ? null : output < model.names.length ? last.probabilities[output] : last.none));
  const [name, words] = said();
  byId("digit").textContent = name;
  byId("digit").className = last && !words.startsWith("Read") ? "doubt" : "";
  clearTimeout(look.timer); // a screen reader hears where the pen has come to rest, not every point on the way
  look.timer = setTimeout(() => { byId("sure").textContent = words; }, 300);
  showStep();
}

function said() {
  if (!last) return ["–", "Nothing is drawn yet."];
  const order = last.probabilities.map((_, i) => i).sort((i, j) => last.probabilities[j] - last.probabilities[i]);
  const [best, second] = order, sure = last.probabilities[best], name = model.names[best];
  if (last.height < 28) return [name, "Not sure: this does not look like a whole character."]; // a dash, a dot
  if (last.none >= 0.5) return [name, `Not sure: this looks like ${model.none}.`];
  if (last.none >= 0.25) return [name, `Not sure: ${name}, or ${model.none}?`];
  if (sure < 0.85 && second !== undefined) return [name, `Not sure: ${name} or ${model.names[second]}? ${percent(sure)}`];
  return [name, `Read: ${name}, ${inWords(sure)} sure.`];
}

// --- Step through --------------------------------------------------------------------------------------------------

/** What happens at each step of the way, in words and numbers of the drawing that is there. */
function steps() {
  const { views, way, probabilities } = last, depth = way.length, told = [];
  const inked = views[0].filter((count) => count).length;
  told.push(`The drawing is set upright, stretched to a frame of 32 × 32 pixels, and the ink in each block of 4 × 4 is counted, 0 to 16. ` +
    `Divided by 16 these are the 64 inputs; ${inked} of them are not 0.`);
  way.forEach(({ z, a }, i) => {
    const below = i ? way[i - 1].a : views[0].map((count) => count / 16), isLast = i === depth - 1;
    const unit = a.indexOf(Math.max(...a)), weights = model.layers[i].W[unit], bias = model.layers[i].b[unit];
    const terms = Array.from(weights, (w, from) => ({ w, x: below[from], from })).sort((p, q) => Math.abs(q.w * q.x) - Math.abs(p.w * p.x));
    const shown = terms.slice(0, 3).map(({ w, x }) => `${number(w)} · ${number(x)}`).join(" + ");
    const rest = terms.slice(3).reduce((sum, { w, x }) => sum + w * x, 0);
    const who = isLast ? `the output “${named(unit)}”` : `unit ${unit + 1} of layer ${i + 1}, which fires most`;
    told.push(`${isLast ? "Output layer" : `Layer ${i + 1}`}, weigh and add: each of its ${z.length} units multiplies what comes in by its weights, adds it up, and adds its bias.\n` +
      `For ${who}: z = ${shown} + ${terms.length > 3 ? `${number(rest)} (the other ${terms.length - 3}) + ` : ""}${number(bias)} (bias) ≈ ${number(z[unit])}.`);
    if (!isLast) {
      const bent = { relu: "max(z, 0)", sigmoid: "1 / (1 + e⁻ᶻ)", tanh: "tanh z" }[model.activation];
      told.push(`Layer ${i + 1}, bend: a = ${bent}.\nFor the same unit: a ≈ ${number(a[unit])}. ${a.filter((value) => value > 1e-9).length} of the ${a.length} units fire.`);
    } else if (model.cost === "quadratic") {
      told.push(`Each output is bent by a sigmoid, and divided by the sum of all: “${named(unit)}” gets ${percent(a[unit])}.`);
    } else {
      told.push(`Softmax: e to the power of each z, divided by the sum of all ${z.length}.\n“${named(unit)}” gets ${percent(a[unit])}.`);
    }
  });
  const best = probabilities.indexOf(Math.max(...probabilities));
  told.push(`The same is done for two more views of the drawing, leaning a little to either side; the three agree on a mean. ` +
    `Its logarithms are divided by the temperature ${number(model.temperature)}, so that the network is as sure as it is right.\n` +
    `“${model.names[best]}”: ${percent(probabilities[best])}. That is the reading.`);
  return told;
}

function showStep() {
  const told = last ? steps() : [];
  step = Math.min(step, Math.max(told.length - 1, 0));
  byId("back").disabled = !last || step === 0;
  byId("next").disabled = !last || step === told.length - 1;
  byId("place").textContent = last ? `Step ${step + 1} of ${told.length}` : "";
  byId("words").textContent = last ? told[step] : "Draw something first: then each step is shown with its numbers.";
}
byId("back").addEventListener("click", () => { step -= 1; showStep(); });
byId("next").addEventListener("click", () => { step += 1; showStep(); });

byId("title").textContent = model.is_digits ? "Draw a digit" : "Draw a character";
document.title = `${byId("title").textContent} – ${model.name}`;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
addEventListener("resize", paint);
look();
