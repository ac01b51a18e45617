"use strict";
// Draws every chart of the page from the data that is embedded in it: lines by uPlot, heat maps on a canvas.
(function () {
  const charts = JSON.parse(document.getElementById("chart-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const font = () => "12px " + getComputedStyle(document.body).fontFamily;
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  function power(exponent) {
    const digits = String(Math.abs(exponent)).replace(/\d/g, (d) => superscripts[d]);
    return "10" + (exponent < 0 ? "⁻" : "") + digits;
  }

  function figure(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    const size = Math.abs(value);
    if (value === 0) return "0";
    if (size >= 1e6 || size < 1e-3) {
      const [digits, exponent] = value.toExponential(2).split("e");
      return digits + "·" + power(Number(exponent));
    }
    return Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(4)));
  }

  // Powers of ten between two values, at most that many.
  function decades(min, max, most) {
    const from = Math.ceil(Math.log10(min) - 1e-9), to = Math.floor(Math.log10(max) + 1e-9);
    const step = Math.max(1, Math.ceil((to - from + 1) / most));
    const found = [];
    for (let e = Math.ceil(from / step) * step; e <= to; e += step) found.push(Math.pow(10, e));
    return found;
  }

  // The same for few decades: 1, 2 and 5 in each.
  function fewDecades(min, max) {
    const found = [];
    for (let e = Math.floor(Math.log10(min)); e <= Math.ceil(Math.log10(max)); e++) {
      [1, 2, 5].forEach((m) => { const v = Number(m + "e" + e); if (v >= min && v <= max) found.push(v); });
    }
    return found;
  }

  function axis(spec, side, plotSize) {
    const common = {
      side, label: spec.label, labelFont: font(), font: font(), labelSize: 22, labelGap: 2,
      stroke: colour("--quiet"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { stroke: colour("--line"), width: 1, size: 5 },
      size: side === 3 ? 58 : 34, space: side === 3 ? 34 : 60,
    };
    if (spec.log) {
      common.splits = (u, i, min, max) => (max / min < 500 ? fewDecades(min, max) : decades(min, max, 7));
      common.filter = (u, splits) => splits;
      common.values = (u, splits) => splits.map((v) => {
        const e = Math.log10(v);
        return Math.abs(e) > 2.5 && Math.abs(e - Math.round(e)) < 1e-6 ? power(Math.round(e)) : figure(v);
      });
    } else {
      common.values = (u, splits) => splits.map(figure);
    }
    return common;
  }

  function range(log) {
    return (u, min, max) => {
      if (min === null || max === null) return log ? [0.1, 1] : [0, 1];
      if (log) {
        if (max / min < 4) { const middle = Math.sqrt(min * max); min = middle / 2; max = middle * 2; }
        return [min / 1.2, max * 1.2];
      }
      // A change of little is drawn as little.
      const least = 0.2 * Math.max(Math.abs(min), Math.abs(max));
      if (max - min < least) { const add = (least - (max - min)) / 2; min -= add; max += add; }
      const pad = (max - min) * 0.05 || Math.abs(max) * 0.1 || 0.5;
      return [min >= 0 && min < (max - min) ? 0 : min - pad, max + pad];
    };
  }

  function lines(place, chart) {
    const data = [chart.x.values];
    const shown = (u, v) => (v === null || v === undefined ? "" : figure(v));
    const series = [{ label: chart.x.label, value: shown }];
    const bands = [];
    const hidden = (name) => ({
      label: name, stroke: "transparent", width: 0, points: { show: false }, spanGaps: true, class: "bound",
    });
    const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3]];
    chart.series.forEach((s) => {
      const ink = colour("--c" + s.colour);
      const few = s.values.filter((v) => v !== null).length <= 40;
      series.push({
        label: s.name, stroke: ink, width: 2, dash: dashes[s.dash || 0], spanGaps: true,
        points: { show: few, size: 6, fill: ink, stroke: ink },
        value: shown,
      });
      data.push(s.values);
      if (s.low) {
        const at = series.length;
        series.push(hidden("highest"), hidden("lowest"));
        data.push(s.high, s.low);
        bands.push({ series: [at, at + 1], fill: ink + "2e" });
      }
    });
    const width = Math.max(240, place.clientWidth);
    const plot = new uPlot({
      width, height: Math.round(Math.min(320, Math.max(220, width * 0.55))),
      scales: {
        x: { time: false, distr: chart.x.log ? 3 : 1, range: chart.x.log ? range(true) : undefined },
        y: { distr: chart.y.log ? 3 : 1, range: range(chart.y.log) },
      },
      axes: [axis(chart.x, 2), axis(chart.y, 3)],
      series, bands,
      cursor: { points: { size: 7 }, drag: { x: false, y: false } },
      legend: { live: true, markers: { dash: (u, i) => (!(series[i].dash || []).length ? "solid" : series[i].dash === dashes[2] ? "dotted" : "dashed") } },
    }, data, place);
    plot.root.querySelectorAll(".u-series.bound").forEach((row) => row.remove());
    return {
      resize: () => { const w = Math.max(240, place.clientWidth); plot.setSize({ width: w, height: Math.round(Math.min(320, Math.max(220, w * 0.55))) }); },
      destroy: () => plot.destroy(),
    };
  }

  // From dark violet over blue and green to yellow: lightness rises evenly, so it reads without colour vision too.
  const RAMP = [[43, 17, 66], [59, 54, 126], [45, 97, 143], [32, 136, 139], [53, 175, 117], [142, 206, 69], [247, 229, 53]];

  function ramp(share) {
    const at = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1);
    const i = Math.min(Math.floor(at), RAMP.length - 2), f = at - i;
    return "rgb(" + RAMP[i].map((c, k) => Math.round(c + (RAMP[i + 1][k] - c) * f)).join(",") + ")";
  }

  function heat(place, chart) {
    const canvas = document.createElement("canvas"), tip = document.createElement("p");
    tip.className = "heat-tip";
    tip.textContent = "Touch or point at a cell for its value.";
    place.append(canvas, tip);
    const flat = chart.cells.flat().filter((v) => v !== null);
    const of = chart.scale.log ? Math.log10 : (v) => v;
    let least = Math.min(...flat.map(of)), most = Math.max(...flat.map(of));
    // Colours begin at 0 where values cannot be below: a change of little is drawn as little.
    if (!chart.scale.log) least = Math.min(least, 0);
    if (chart.scale.percent) most = 100;
    if (!flat.length || (!chart.scale.log && most <= least)) { least = 0; most = 1; }
    if (chart.scale.log && most - least < 1) { least -= 0.5; most += 0.5; }
    let box = {};

    function draw() {
      const width = Math.max(240, place.clientWidth), rows = chart.rows.length, columns = chart.x.values.length;
      const cell = Math.max(rows > 40 ? 6 : 9, Math.min(22, Math.round(260 / rows)));
      const left = 58, top = 4, bottom = 40, bar = 62, height = top + rows * cell + bottom + bar;
      const ratio = devicePixelRatio || 1;
      canvas.width = width * ratio; canvas.height = height * ratio;
      canvas.style.width = width + "px"; canvas.style.height = height + "px";
      const g = canvas.getContext("2d");
      g.scale(ratio, ratio);
      g.font = font();
      const wide = width - left - 8;
      box = { left, top, wide, cell, rows, columns };
      for (let r = 0; r < rows; r++) {
        // The layer nearest the output stands on top, as networks are drawn.
        const y = top + (rows - 1 - r) * cell;
        for (let c = 0; c < columns; c++) {
          const v = chart.cells[r][c];
          g.fillStyle = v === null ? colour("--missing") : ramp((of(v) - least) / (most - least));
          const x = left + Math.floor(c * wide / columns), next = left + Math.floor((c + 1) * wide / columns);
          g.fillRect(x, y, Math.max(1, next - x), cell);
        }
      }
      g.fillStyle = colour("--quiet");
      g.textBaseline = "middle"; g.textAlign = "right";
      const every = Math.ceil(14 / cell);
      for (let r = 0; r < rows; r += every) g.fillText(chart.ticks[r], left - 6, top + (rows - 1 - r) * cell + cell / 2);
      g.textBaseline = "top"; g.textAlign = "center";
      const foot = top + rows * cell, marks = Math.max(2, Math.min(columns, Math.floor(wide / 80)));
      for (let k = 0; k < marks; k++) {
        const c = Math.round(k * (columns - 1) / (marks - 1 || 1)), x = left + (c + 0.5) * wide / columns;
        g.textAlign = k === 0 ? "left" : k === marks - 1 ? "right" : "center";
        g.fillText(figure(chart.x.values[c]), x, foot + 4);
      }
      g.textAlign = "center";
      g.fillText(chart.x.label, left + wide / 2, foot + 20);
      g.save(); g.translate(10, top + rows * cell / 2); g.rotate(-Math.PI / 2); g.textBaseline = "middle"; g.fillText(chart.rowLabel, 0, 0); g.restore();
      const barTop = foot + bottom + 2;
      for (let x = 0; x < wide; x++) { g.fillStyle = ramp(x / wide); g.fillRect(left + x, barTop, 1, 10); }
      g.fillStyle = colour("--quiet"); g.textBaseline = "top";
      const low = chart.scale.log ? Math.pow(10, least) : least, high = chart.scale.log ? Math.pow(10, most) : most;
      g.textAlign = "left"; g.fillText(figure(low), left, barTop + 14);
      g.textAlign = "right"; g.fillText(figure(high), left + wide, barTop + 14);
      g.textAlign = "center"; g.fillText(chart.scale.label + (chart.scale.log ? " (log colour)" : ""), left + wide / 2, barTop + 30);
    }

    function point(event) {
      const at = canvas.getBoundingClientRect();
      const c = Math.floor((event.clientX - at.left - box.left) / box.wide * box.columns);
      const r = box.rows - 1 - Math.floor((event.clientY - at.top - box.top) / box.cell);
      if (c < 0 || r < 0 || c >= box.columns || r >= box.rows) return;
      const v = chart.cells[r][c];
      tip.textContent = chart.rows[r] + ", " + chart.x.label + " " + figure(chart.x.values[c]) + ": "
        + (v === null ? (chart.scale.log ? "zero or not measured" : "not measured") : figure(v));
    }

    canvas.addEventListener("pointermove", point);
    canvas.addEventListener("pointerdown", point);
    draw();
    return { resize: draw, destroy: () => place.replaceChildren() };
  }

  const drawn = [];
  function drawAll() {
    drawn.splice(0).forEach((d) => d.destroy());
    document.querySelectorAll("[data-chart]").forEach((place) => {
      const chart = charts[place.dataset.chart];
      drawn.push((chart.kind === "heat" ? heat : lines)(place, chart));
    });
    document.documentElement.dataset.drawn = String(drawn.length);
  }

  let width = innerWidth, waiting = 0;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(() => drawn.forEach((d) => d.resize()), 100);
  });
  dark.addEventListener("change", drawAll);
  drawAll();
})();
