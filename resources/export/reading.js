"use strict";
// From strokes to percent, as Handwriting App reads them. No library, and nothing of the page: numbers in, numbers out.

// --- From counts to percent: the whole network -------------------------------------------------------------------

/** The weights of every layer, from the bytes of float32 numbers: {W: rows of inputs, b} by layer. */
function layersOf(bytes, sizes) {
  const view = new DataView(new ArrayBuffer(bytes.length));
  for (let i = 0; i < bytes.length; i++) view.setUint8(i, bytes.charCodeAt(i));
  let at = 0;
  const next = () => view.getFloat32(4 * at++, true);
  const layers = [];
  for (let layer = 1; layer < sizes.length; layer++) {
    const W = [];
    for (let unit = 0; unit < sizes[layer]; unit++) W.push(Float64Array.from({ length: sizes[layer - 1] }, next));
    layers.push({ W, b: Float64Array.from({ length: sizes[layer] }, next) });
  }
  return layers;
}

const sigmoid = (z) => Math.tanh(z / 2) / 2 + 0.5; // 1 / (1 + e^-z), written so that it cannot overflow
const BEND = { relu: (z) => Math.max(z, 0), sigmoid, tanh: Math.tanh };

function softmax(z) {
  const most = Math.max(...z);
  return shares(z.map((each) => Math.exp(each - most)));
}

function shares(a) {
  const sum = a.reduce((one, other) => one + other, 0);
  return a.map((each) => each / sum);
}

/** One view (64 inputs) through the network: z and a of every layer; the last a are probabilities. */
function forward(model, x) {
  let a = Array.from(x);
  return model.layers.map((layer, number) => {
    const z = layer.W.map((weights, unit) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += weights[i] * a[i]; // weigh what comes in, add it up
      return sum + layer.b[unit]; // and add the bias
    });
    const isLast = number === model.layers.length - 1;
    if (!isLast) a = z.map(BEND[model.activation]); // bend
    else a = model.cost === "quadratic" ? shares(z.map(sigmoid)) : softmax(z);
    return { z, a };
  });
}

/** The reading of some views: probabilities of the classes, how sure "none of them" is, and the way of the first. */
function read(model, views) {
  const ways = views.map((counts) => forward(model, counts.map((count) => count / 16)));
  const said = ways.map((way) => way[way.length - 1].a);
  const outputs = said[0].length;
  const mean = []; // the logarithm of the geometric mean of the views
  for (let k = 0; k < outputs; k++) {
    mean.push(said.reduce((sum, a) => sum + Math.log(Math.max(a[k], 1e-30)), 0) / said.length);
  }
  const classes = model.names.length;
  const probabilities = softmax(mean.slice(0, classes).map((each) => each / model.temperature));
  return { probabilities, none: outputs > classes ? softmax(mean)[classes] : 0, way: ways[0] };
}

// --- From strokes to counts: as the training digits were once made from forms -------------------------------------

/** Three views of 64 counts, 0 to 16: upright, and leaning to either side; and how many rows of ink the first has.
 *  Strokes are lists of [x, y], y down. */
function viewsOf(strokes) {
  const [low, high] = box(strokes);
  const size = Math.max(high[0] - low[0], high[1] - low[1]) || 1;
  strokes = withoutStray(strokes.map((stroke) => stroke.map(([x, y]) => [(x - low[0]) / size, (y - low[1]) / size])));
  const [from, to] = box(strokes);
  const spacing = Math.max(to[0] - from[0], to[1] - from[1]) / 48;
  const dots = [].concat(...strokes.map((stroke) => smooth(withoutHooks(dotsAlong(stroke, spacing)))));
  const middle = mean(dots);
  const centred = dots.map(([x, y]) => [x - middle[0], y - middle[1]]);
  const spread = centred.reduce((sum, [, y]) => sum + y * y, 0);
  const lean = centred.reduce((sum, [x, y]) => sum + x * y, 0) / (spread || 1);
  const slant = Math.min(Math.max(lean, -1), 1);
  const inks = [0, -0.15, 0.15].map((left) => stamp(place(centred.map(([x, y]) => [x - (slant + left) * y, y]))));
  const inked = Array.from({ length: 32 }, (_, row) => inks[0].subarray(32 * row, 32 * row + 32).includes(1));
  return { views: inks.map(blocks), height: inked.lastIndexOf(true) - inked.indexOf(true) + 1 };
}

function box(strokes) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const point of stroke) {
      for (const axis of [0, 1]) {
        low[axis] = Math.min(low[axis], point[axis]);
        high[axis] = Math.max(high[axis], point[axis]);
      }
    }
  }
  return [low, high];
}

function mean(dots) {
  const sum = dots.reduce((one, dot) => [one[0] + dot[0], one[1] + dot[1]], [0, 0]);
  return [sum[0] / dots.length, sum[1] / dots.length];
}

/** Fill 20 × 32 pixels, a pen of 3 pixels included; thin and flat characters are not stretched without end. */
function place(dots) {
  const [low, high] = box([dots]);
  const width = high[0] - low[0], height = high[1] - low[1];
  const least = (Math.max(width, height) || 1) * 1e-9;
  const across = 17 / Math.max(width, least), up = 29 / Math.max(height, least);
  const scale = [Math.min(across, 1.6 * up), Math.min(up, 4 * across)];
  return dots.map((dot) => [0, 1].map((axis) => (dot[axis] - (low[axis] + high[axis]) / 2) * scale[axis] + 16));
}

/** Press a round pen on every dot of a 32 × 32 bitmap. */
function stamp(dots) {
  const ink = new Uint8Array(32 * 32);
  const off = (middle, at) => { // in float32, as the program reckons
    const distance = Math.fround(middle + 0.5 - at);
    return Math.fround(distance * distance);
  };
  for (const dot of dots) {
    const x = Math.fround(dot[0]), y = Math.fround(dot[1]);
    for (let row = Math.max(Math.floor(y) - 2, 0); row < Math.min(Math.floor(y) + 3, 32); row++) {
      for (let column = Math.max(Math.floor(x) - 2, 0); column < Math.min(Math.floor(x) + 3, 32); column++) {
        if (off(row, y) <= Math.fround(2.25 - off(column, x))) ink[32 * row + column] = 1;
      }
    }
  }
  return ink;
}

/** Count the ink of each block of 4 × 4. */
function blocks(ink) {
  const counts = new Array(64).fill(0);
  ink.forEach((is, at) => { counts[8 * (at >> 7) + ((at & 31) >> 2)] += is; });
  return counts;
}

/** Dots at equal distances along a stroke. */
function dotsAlong(stroke, spacing) {
  const way = rounded(stroke, spacing), travelled = [0];
  for (let i = 1; i < way.length; i++) {
    travelled.push(travelled[i - 1] + Math.hypot(way[i][0] - way[i - 1][0], way[i][1] - way[i - 1][1]));
  }
  const length = travelled[travelled.length - 1];
  if (length === 0) return way.slice(0, 1);
  const pieces = Math.ceil(length / spacing), dots = [];
  for (let k = 0, i = 0; k <= pieces; k++) {
    const at = k === pieces ? length : (length / pieces) * k;
    while (i < way.length - 2 && travelled[i + 1] <= at) i++;
    const share = (at - travelled[i]) / (travelled[i + 1] - travelled[i]);
    dots.push(share >= 1 ? way[i + 1] : [0, 1].map((axis) => way[i][axis] + share * (way[i + 1][axis] - way[i][axis])));
  }
  return dots;
}

/** A curve through points that lie far apart (centripetal Catmull-Rom: Yuksel, Schaefer and Keyser, 2011). */
function rounded(stroke, spacing) {
  const square = (a, b) => (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
  const isFar = stroke.some((point, i) => i && square(stroke[i - 1], point) > (3 * spacing) ** 2);
  if (stroke.length < 3 || !isFar) return stroke;
  const points = stroke.filter((point, i) => i === 0 || square(stroke[i - 1], point) > 0);
  if (points.length < 3) return points;
  const steps = points.slice(1).map((point, i) => square(points[i], point) ** 0.25);
  const last = points.length - 1, curve = [];
  const beyond = (a, b) => [2 * a[0] - b[0], 2 * a[1] - b[1]];
  const knots = [beyond(points[0], points[1]), ...points, beyond(points[last], points[last - 1])];
  const gaps = [steps[0], ...steps, steps[steps.length - 1]];
  const tangent = (i, axis) => // at points[i]
    (knots[i + 1][axis] - knots[i][axis]) / gaps[i] + (knots[i + 2][axis] - knots[i + 1][axis]) / gaps[i + 1] -
    (knots[i + 2][axis] - knots[i][axis]) / (gaps[i] + gaps[i + 1]);
  for (let i = 0; i < last; i++) {
    for (let t = 0; t < 1 - 1e-9; t += 1 / 6) {
      curve.push([0, 1].map((axis) => {
        const leave = tangent(i, axis) * gaps[i + 1], arrive = tangent(i + 1, axis) * gaps[i + 1];
        const chord = points[i + 1][axis] - points[i][axis];
        return points[i][axis] + t * (leave + t * (3 * chord - 2 * leave - arrive + t * (leave + arrive - 2 * chord)));
      }));
    }
  }
  return [...curve, points[last]];
}

/** Leave out ticks that lie far from all other ink. */
function withoutStray(strokes) {
  const sizes = strokes.map((stroke) => {
    const [low, high] = box([stroke]);
    return Math.max(high[0] - low[0], high[1] - low[1]);
  });
  const largest = Math.max(...sizes), isSmall = sizes.map((size) => size < 0.05 * largest);
  const body = [].concat(...strokes.filter((_, i) => !isSmall[i]).map((stroke) => dotsAlong(stroke, 0.05)));
  return strokes.filter((stroke, i) => {
    const middle = mean(stroke);
    return !isSmall[i] || body.some(([x, y]) => (x - middle[0]) ** 2 + (y - middle[1]) ** 2 < 0.1 ** 2);
  });
}

/** Cut off the hooks where a pen lands and lifts. */
function withoutHooks(way) {
  const hook = (dots) => {
    let sharpest = Math.cos((100 * Math.PI) / 180), length = 0;
    for (let i = 1; i <= 6; i++) {
      const come = [dots[i][0] - dots[0][0], dots[i][1] - dots[0][1]];
      const go = [dots[i + 6][0] - dots[i][0], dots[i + 6][1] - dots[i][1]];
      const sizes = Math.sqrt((come[0] ** 2 + come[1] ** 2) * (go[0] ** 2 + go[1] ** 2));
      const cosine = (come[0] * go[0] + come[1] * go[1]) / Math.max(sizes, 1e-300);
      if (cosine < sharpest) [sharpest, length] = [cosine, i];
    }
    return length;
  };
  if (way.length < 20) return way;
  return way.slice(hook(way), way.length - hook(way.slice().reverse()));
}

/** Let each dot go half of the way to the middle of its neighbours, twice. */
function smooth(way) {
  for (let turn = 0; turn < 2; turn++) {
    way = way.map((dot, i) => i === 0 || i === way.length - 1 ? dot
      : [0, 1].map((axis) => (way[i - 1][axis] + 2 * dot[axis] + way[i + 1][axis]) / 4));
  }
  return way;
}
