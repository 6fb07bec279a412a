/* The interactive figures of Borrowing Strength: one small script, nothing else to load.
 *
 * A page says <div class="hb-figure" data-figure="NAME" data-picture="fig-label" data-mu="50">;
 * the script looks NAME up in FIGURES, draws it in SVG with native range inputs, a sentence that
 * is read out as it changes, and a table, and hides the static picture it stands in for (which
 * stays for print and where there is no JavaScript). A figure is a record:
 *   title     what the picture is, for screen readers
 *   height    of the picture, or a function of the width
 *   given     names and values that the page may set and the reader may not
 *   controls  [{ name, label, min, max, step, value, text? }], one range input each
 *   numbers   (values) => what is computed, at full precision; shown as data-numbers for tests
 *   draw      (pen, values, numbers)
 *   sentence  (values, numbers) => what there is to see, in words
 *   table     (values, numbers) => [header, row, row, …]
 * Sums are written as hbtutor writes them; a test compares the two to 1e-12.
 */
(() => {
  "use strict";

  const FIGURES = {};

  // ---- small tools -------------------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";
  const make = (tag, attributes = {}, ...children) => {
    const drawn = /^(svg|g|path|line|circle|rect|text|tspan|title)$/.test(tag);
    const node = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const show = (x, digits = 2) => {
    const text = x.toFixed(digits);
    return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
  };
  const percent = (x) => `${Math.round(100 * x)} %`;
  const numbersIn = (text) => text.split(",").map(Number);

  /* A pen draws in data coordinates; its picture is as wide as the column, so that text keeps
   * its size on a phone. */
  class Pen {
    constructor(svg, width, height, margin) {
      Object.assign(this, { svg, width, height, margin });
    }
    scale(x, y) {
      const { left, right, top, bottom } = this.margin;
      const along = ([a, b], from, to) => (v) => from + ((v - a) / (b - a)) * (to - from);
      this.domain = x;
      this.x = along(x, left, this.width - right);
      this.y = along(y, this.height - bottom, top);
    }
    add(tag, attributes, ...children) {
      const node = make(tag, attributes, ...children);
      this.svg.append(node);
      return node;
    }
    line(x1, y1, x2, y2, kind) {
      this.add("line", { x1, y1, x2, y2, class: kind });
    }
    text(x, y, words, kind = "", anchor = "start") {
      this.add("text", { x, y, class: kind, "text-anchor": anchor }, words);
    }
    dot(x, y, kind, r = 5) {
      this.add("circle", { cx: x, cy: y, r, class: kind });
    }
    curve(f, kind, fill = false) {
      const [a, b] = this.domain;
      const points = range(241).map((i) => a + ((b - a) * i) / 240);
      const path = points.map((v) => `${this.x(v).toFixed(2)} ${this.y(f(v)).toFixed(2)}`);
      const base = this.y(0).toFixed(2);
      const closed = ` L${this.x(b).toFixed(2)} ${base} L${this.x(a).toFixed(2)} ${base} Z`;
      if (fill) this.add("path", { d: `M${path.join(" L")}${closed}`, class: `${kind} area` });
      this.add("path", { d: `M${path.join(" L")}`, class: `${kind} curve` });
    }
    axis(ticks, label) {
      const y = this.height - this.margin.bottom;
      this.line(this.margin.left, y, this.width - this.margin.right, y, "axis");
      for (const tick of ticks) {
        this.line(this.x(tick), y, this.x(tick), y + 5, "axis");
        this.text(this.x(tick), y + 19, String(tick).replace("-", "−"), "tick", "middle");
      }
      const middle = (this.margin.left + this.width - this.margin.right) / 2;
      this.text(middle, y + 38, label, "label", "middle");
    }
  }

  const ticksOver = ([a, b], wanted) => {
    const rough = (b - a) / wanted;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((m) => m * power >= rough);
    const first = Math.ceil(a / step);
    return range(Math.floor(b / step) - first + 1).map((i) => (first + i) * step);
  };
  const normal = (mean, variance) => (x) =>
    Math.exp((-0.5 * (x - mean) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);

  // ---- one figure on the page --------------------------------------------------------------

  const startingValues = (figure, data) => {
    const values = { ...figure.given };
    for (const { name, value } of figure.controls) values[name] = value;
    for (const name of Object.keys(values)) {
      const given = data[name.toLowerCase()];
      if (given === undefined) continue;
      const list = typeof values[name] === "object";
      const text = list && typeof values[name][0] === "string";
      values[name] = text ? given.split(",") : list ? numbersIn(given) : Number(given);
    }
    return values;
  };

  const slider = (control, id, values, changed) => {
    const { name, label, min, max, step } = control;
    const attributes = { type: "range", id, name, min, max, step };
    const input = make("input", attributes);
    input.value = values[name];
    const output = make("output", { for: id });
    const refresh = () => {
      const text = control.text ? control.text(values[name]) : String(values[name]);
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
    };
    input.addEventListener("input", () => {
      values[name] = Number(input.value);
      refresh();
      changed();
    });
    refresh();
    const reset = (value) => {
      values[name] = value;
      input.value = value;
      refresh();
    };
    const box = make("div", { class: "hb-control" }, make("label", { for: id }, label), input, output);
    return { box, reset };
  };

  const fillTable = (table, [header, ...rows]) => {
    const head = make("tr", {}, ...header.map((cell) => make("th", { scope: "col" }, cell)));
    const body = rows.map(([first, ...rest]) =>
      make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((cell) => make("td", {}, cell)))
    );
    table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...body));
  };

  const mount = (host, index) => {
    const figure = FIGURES[host.dataset.figure];
    const picture = document.getElementById(host.dataset.picture);
    if (!figure) throw new Error(`figures.js knows no figure "${host.dataset.figure}"`);
    if (!picture) throw new Error(`no picture with the label "${host.dataset.picture}"`);
    const id = `hb-${index}`;
    const start = startingValues(figure, host.dataset);
    const values = { ...start };

    const svg = make("svg", {
      role: "img",
      "aria-label": figure.title,
      "aria-describedby": `${id}-sentence`,
    });
    const sentence = make("p", { id: `${id}-sentence`, class: "hb-sentence", "aria-live": "polite" });
    const table = make("table");
    const render = () => {
      const numbers = figure.numbers(values);
      host.dataset.values = JSON.stringify(values);
      host.dataset.numbers = JSON.stringify(numbers);
      const width = Math.max(280, Math.floor(host.clientWidth));
      const height = figure.height(width, values);
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      svg.replaceChildren();
      const margin = { left: 16, right: 16, top: 16, bottom: 48 };
      figure.draw(new Pen(svg, width, height, margin), values, numbers);
      sentence.textContent = figure.sentence(values, numbers);
      fillTable(table, figure.table(values, numbers));
    };
    const sliders = figure.controls.map((control) => ({
      ...slider(control, `${id}-${control.name}`, values, render),
      name: control.name,
    }));
    const again = make("button", { type: "button", class: "hb-reset" }, "Start again");
    again.addEventListener("click", () => {
      for (const { name, reset } of sliders) reset(start[name]);
      render();
    });

    const controls = make("div", { class: "hb-controls" }, ...sliders.map(({ box }) => box), again);
    const scroller = make("div", { class: "hb-scroll" }, table);
    const details = make("details", {}, make("summary", {}, "The numbers as a table"), scroller);
    host.append(svg, controls, sentence, details);
    host.hidden = false;
    const image = picture.querySelector("img");
    image.classList.add("hb-replaced");
    (image.closest("a") || image).before(host);
    render();
    let width = host.clientWidth;
    new ResizeObserver(() => {
      if (host.clientWidth !== width) {
        width = host.clientWidth;
        render();
      }
    }).observe(host);
  };

  // ---- the mechanism of shrinkage ----------------------------------------------------------

  FIGURES.shrinkage = {
    title: "Prior, data and posterior of one school's ability, and the weight on each",
    given: { mu: 50, ybar: 60 },
    controls: [
      { name: "n", label: "Students tested, nⱼ", min: 1, max: 100, step: 1, value: 4 },
      { name: "sigma2", label: "Variance between students, σ²", min: 4, max: 400, step: 1, value: 100 },
      { name: "tau2", label: "Variance between schools, τ²", min: 0, max: 100, step: 0.5, value: 25 },
    ],
    numbers: ({ mu, ybar, n, sigma2, tau2 }) => {
      const total = sigma2 + n * tau2;
      const mean = mu + ((n * tau2) / total) * (ybar - mu);
      const variance = (sigma2 / total) * tau2;
      return { B: sigma2 / total, mean, var: variance, sd: Math.sqrt(variance) };
    },
    height: () => 330,
    draw: (pen, { mu, ybar, n, sigma2, tau2 }, { B, mean, var: variance }) => {
      const span = 22;
      const domain = [mu - span, Math.max(mu, ybar) + span - 4];
      const tallest = 1 / Math.sqrt(2 * Math.PI * Math.max(variance, 0.35));
      pen.margin.top = 92;
      pen.scale(domain, [0, tallest * 1.04]);
      const left = pen.margin.left;
      const inner = pen.width - left - pen.margin.right;
      const split = left + B * inner;
      pen.text(left, 18, `weight on the prior mean: B = ${show(B, 3)}`, "prior words");
      pen.add("rect", { x: left, y: 26, width: B * inner, height: 14, class: "prior bar" });
      pen.add("rect", { x: split, y: 26, width: (1 - B) * inner, height: 14, class: "data bar" });
      const right = pen.width - pen.margin.right;
      pen.text(right, 58, `weight on the data: 1 − B = ${show(1 - B, 3)}`, "data words", "end");

      const posteriorTop = variance > 0 ? normal(mean, variance)(mean) : tallest;
      if (tau2 > 0) pen.curve(normal(mu, tau2), "prior");
      else pen.line(pen.x(mu), pen.y(0), pen.x(mu), pen.y(tallest), "prior curve");
      pen.curve(normal(ybar, sigma2 / n), "data");
      if (variance > 0) pen.curve(normal(mean, variance), "posterior", true);
      const top = pen.y(Math.min(posteriorTop, tallest));
      pen.line(pen.x(mean), pen.y(0), pen.x(mean), top, "posterior rule");
      pen.text(pen.x(mean), top - 6, `posterior ${show(mean, 1)}`, "posterior words", "middle");
      const base = pen.y(0);
      pen.dot(pen.x(mu), base, "prior point", 5);
      pen.dot(pen.x(ybar), base, "data point", 5);
      pen.axis(ticksOver(domain, pen.width < 450 ? 5 : 9), "ability θⱼ (points)");
    },
    sentence: ({ mu, ybar, n }, { B, mean, sd }) =>
      `With ${n} ${n === 1 ? "student" : "students"} tested, B is ${show(B, 3)}: the school's mean of ` +
      `${show(ybar, 0)} keeps a weight of ${percent(1 - B)}, and the posterior is ${show(mean)} ` +
      `with standard deviation ${show(sd)}, ` +
      `${percent(B)} of the way back to the statewide mean of ${show(mu, 0)}.`,
    table: ({ mu, ybar, n, sigma2, tau2 }, { B, mean, var: variance, sd }) => [
      ["", "mean", "variance", "standard deviation", "weight"],
      ["prior", show(mu), show(tau2), show(Math.sqrt(tau2)), show(B, 4)],
      ["data", show(ybar), show(sigma2 / n), show(Math.sqrt(sigma2 / n)), show(1 - B, 4)],
      ["posterior", show(mean), show(variance), show(sd), ""],
    ],
  };

  // ---- three regimes of pooling ------------------------------------------------------------

  FIGURES.pooling = {
    title: "Each school's own estimate and its partially pooled estimate, as τ changes",
    given: { names: ["A"], y: [0], sigma2: [1] },
    controls: [{ name: "tau", label: "Spread between schools, τ", min: 0, max: 40, step: 0.5, value: 7 }],
    numbers: ({ y, sigma2, tau }) => {
      const tau2 = tau ** 2;
      const precision = sigma2.map((v) => 1 / (v + tau2));
      const mu = sum(y.map((v, j) => precision[j] * v)) / sum(precision);
      const B = sigma2.map((v) => v / (v + tau2));
      const mean = y.map((v, j) => mu + (tau2 / (sigma2[j] + tau2)) * (v - mu));
      const variance = sigma2.map((v) => (v / (v + tau2)) * tau2);
      return { mu, B, mean, var: variance };
    },
    height: (_, { y }) => 74 + 30 * y.length,
    draw: (pen, { names, y }, { mu, mean }) => {
      const domain = [Math.min(...y) - 3, Math.max(...y) + 3];
      Object.assign(pen.margin, { left: 34, top: 26 });
      pen.scale(domain, [y.length - 0.5, -0.5]);
      const bottom = pen.height - pen.margin.bottom;
      pen.line(pen.x(mu), pen.margin.top - 6, pen.x(mu), bottom, "prior curve");
      pen.text(pen.x(mu), pen.margin.top - 12, `common mean ${show(mu, 1)}`, "prior words", "middle");
      y.forEach((own, j) => {
        const row = pen.margin.top + ((j + 0.5) / y.length) * (bottom - pen.margin.top);
        pen.text(8, row + 5, names[j], "tick");
        pen.line(pen.x(own), row, pen.x(mean[j]), row, "data move");
        pen.dot(pen.x(own), row, "data ring", 5);
        pen.dot(pen.x(mean[j]), row, "posterior point", 5.5);
      });
      pen.axis(ticksOver(domain, pen.width < 450 ? 5 : 9), "effect of coaching (points)");
    },
    sentence: ({ names, y, tau }, { mu, mean, B }) => {
      if (tau === 0) return `With τ = 0 the schools are all alike: complete pooling, every estimate ${show(mu, 1)}.`;
      const top = y.indexOf(Math.max(...y));
      return (
        `With τ = ${show(tau, 1)}, school ${names[top]}'s ${show(y[top], 0)} becomes ` +
        `${show(mean[top], 1)}: ${percent(B[top])} of the way to the common mean of ${show(mu, 1)}. ` +
        `The estimates span ${show(Math.max(...mean) - Math.min(...mean), 1)} points, ` +
        `where the schools' own span ${show(Math.max(...y) - Math.min(...y), 0)}.`
      );
    },
    table: ({ names, y, sigma2 }, { mean, var: variance, B }) => [
      ["school", "own estimate", "standard error", "B", "partially pooled", "posterior sd"],
      ...y.map((own, j) => [
        names[j], show(own, 0), show(Math.sqrt(sigma2[j]), 0), show(B[j], 3), show(mean[j]),
        show(Math.sqrt(variance[j])),
      ]),
    ],
  };

  const start = () => document.querySelectorAll(".hb-figure").forEach(mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
