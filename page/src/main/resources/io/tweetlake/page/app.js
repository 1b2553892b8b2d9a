"use strict";
(() => {
  const el = (id) => document.getElementById(id);
  const read = (id) => {
    const text = el(id).textContent.trim();
    return text ? JSON.parse(text) : null;
  };
  const number = new Intl.NumberFormat();
  const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
  const decimals = new Intl.NumberFormat(undefined, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
  const TWO_DAYS_MILLIS = 2 * 24 * 3600 * 1000;
  const LABELS = ["POS", "NEU", "NEG"];
  const LABEL_NAMES = { POS: "positive", NEU: "neutral", NEG: "negative" };
  const TOP_ROWS = 15;
  const POLL_MILLIS = 2000;
  const state = { table: null, tab: "quality", failuresOnly: false, word: null, order: "positive", cell: null, browse: null };
  let report = null;
  let live = false;

  // ---- small helpers -------------------------------------------------------

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) node.append(child);
    }
    return node;
  }

  function put(id, ...children) {
    el(id).replaceChildren(...children.flat().filter((child) => child !== null));
  }

  function empty(text) {
    return make("p", { class: "empty" }, text);
  }

  function duration(millis) {
    if (millis === null || millis === undefined) return "";
    if (millis < 1000) return `${Math.round(millis)} ms`;
    if (millis < 60000) return `${(millis / 1000).toFixed(1)} s`;
    return `${Math.floor(millis / 60000)} min ${Math.round((millis % 60000) / 1000)} s`;
  }

  function timeElement(iso) {
    if (!iso) return document.createTextNode("never");
    return make("time", { datetime: iso, title: `${iso} (UTC)` }, when.format(new Date(iso)));
  }

  function ago(iso) {
    const seconds = Math.max(0, (Date.now() - new Date(iso)) / 1000);
    const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
    if (seconds < 90) return relative.format(-Math.round(seconds), "second");
    if (seconds < 5400) return relative.format(-Math.round(seconds / 60), "minute");
    if (seconds < 172800) return relative.format(-Math.round(seconds / 3600), "hour");
    return relative.format(-Math.round(seconds / 86400), "day");
  }

  function tip(selection, text) {
    selection
      .on("mousemove.tip", (event, datum) => {
        const box = el("tip");
        box.textContent = text(datum);
        box.hidden = false;
        box.style.left = `${Math.min(event.clientX + 14, window.innerWidth - 350)}px`;
        box.style.top = `${event.clientY + 14}px`;
      })
      .on("mouseleave.tip", () => (el("tip").hidden = true));
  }

  function pressable(selection, action) {
    selection
      .attr("tabindex", 0)
      .attr("role", "button")
      .on("click", (event, datum) => action(datum))
      .on("keydown", (event, datum) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          action(datum);
        }
      });
  }

  function cut(text, length) {
    const characters = Array.from(text);
    return characters.length <= length ? text : characters.slice(0, length - 1).join("") + "…";
  }

  // ---- lineage -------------------------------------------------------------

  const NODE = { width: 236, height: 112, gapX: 62, gapY: 26 };

  function layout(nodes, edges) {
    const layer = new Map(nodes.map((node) => [node.id, 0]));
    for (let round = 0; round < nodes.length; round++) {
      for (const edge of edges) {
        layer.set(edge.to, Math.max(layer.get(edge.to), layer.get(edge.from) + 1));
      }
    }
    // a model stands one column before the table that calls it, not at the far left
    for (const node of nodes.filter((candidate) => candidate.kind === "model")) {
      const users = edges.filter((edge) => edge.from === node.id).map((edge) => layer.get(edge.to));
      if (users.length) layer.set(node.id, Math.max(0, Math.min(...users) - 1));
    }
    const columns = d3.groups(nodes, (node) => layer.get(node.id)).sort((a, b) => a[0] - b[0]).map(([, members]) => members);
    const row = new Map();
    columns.forEach((members) => {
      const weight = (node) => {
        const parents = edges.filter((edge) => edge.to === node.id && row.has(edge.from)).map((edge) => row.get(edge.from));
        return parents.length ? d3.mean(parents) : node.kind === "model" ? 99 : 0;
      };
      members.sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
      members.forEach((node, index) => row.set(node.id, index));
    });
    const tallest = d3.max(columns, (members) => members.length) || 1;
    const place = new Map();
    columns.forEach((members, column) => {
      const offset = ((tallest - members.length) * (NODE.height + NODE.gapY)) / 2;
      members.forEach((node, index) =>
        place.set(node.id, { x: column * (NODE.width + NODE.gapX) + 4, y: offset + index * (NODE.height + NODE.gapY) + 4 }));
    });
    return {
      place,
      width: columns.length * (NODE.width + NODE.gapX) - NODE.gapX + 8,
      height: tallest * (NODE.height + NODE.gapY) - NODE.gapY + 8,
    };
  }

  function drawGraph() {
    const { nodes, edges } = report.lineage;
    const { place, width, height } = layout(nodes, edges);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group").attr("aria-label", "Tables and what they read");
    svg.append("defs").append("marker").attr("id", "arrow").attr("viewBox", "0 0 10 10").attr("refX", 9).attr("refY", 5)
      .attr("markerWidth", 8).attr("markerHeight", 8).attr("orient", "auto").append("path").attr("d", "M0,0L10,5L0,10z");
    const byId = new Map(nodes.map((node) => [node.id, node]));
    svg.append("g").selectAll("path").data(edges).join("path")
      .attr("class", (edge) => (byId.get(edge.to).status === "running" ? "edge hot" : "edge"))
      .attr("marker-end", "url(#arrow)")
      .attr("d", (edge) => {
        const from = place.get(edge.from);
        const to = place.get(edge.to);
        const x1 = from.x + NODE.width;
        const y1 = from.y + NODE.height / 2;
        const x2 = to.x - 2;
        const y2 = to.y + NODE.height / 2;
        const bend = Math.max(30, (x2 - x1) / 2);
        return `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
      });
    const group = svg.append("g").selectAll("g").data(nodes, (node) => node.id).join("g")
      .attr("class", (node) => (node.id === state.table ? "node chosen" : "node"))
      .attr("data-node", (node) => node.id)
      .attr("transform", (node) => `translate(${place.get(node.id).x},${place.get(node.id).y})`)
      .attr("aria-label", describeNode);
    pressable(group, (node) => {
      state.table = node.id;
      drawGraph();
      drawDetail();
      el("graph").querySelector(`[data-node="${CSS.escape(node.id)}"]`).focus();
    });
    group.append("rect").attr("class", "box").attr("width", NODE.width).attr("height", NODE.height).attr("rx", 12);
    group.append("circle").attr("class", (node) => `dot s-${node.status}`).attr("cx", 18).attr("cy", 24).attr("r", 6);
    group.append("text").attr("class", "name").attr("x", 34).attr("y", 31).text((node) => cut(node.name, 17));
    group.append("text").attr("class", "kind").attr("x", 18).attr("y", 56).text((node) => cut(kindOf(node), 34));
    group.append("text").attr("class", "written").attr("x", 18).attr("y", 93)
      .text((node) => (node.kind === "model" ? cut(node.modelIds.join(", "), 20) : `▲ ${number.format(node.written)}`));
    group.filter((node) => node.kind !== "model" && node.kind !== "source").append("text").attr("class", "dropped")
      .attr("x", 126).attr("y", 93).text((node) => `▽ ${number.format(node.dropped + node.quarantined)}`);
    group.append("text").attr("class", "took").attr("x", NODE.width - 14).attr("y", 56).text((node) => duration(node.lastDurationMillis));
    tip(group, describeNode);
    put("graph", svg.node());
  }

  function kindOf(node) {
    return { source: "files", model: "model endpoint", streaming_table: "streaming table", materialized_view: "materialized view", applied_changes: "streaming table, changes applied", quarantine: "quarantine" }[node.kind];
  }

  function describeNode(node) {
    if (node.kind === "model") return `${node.name}, model endpoint: ${node.modelIds.join(", ") || "not called yet"}`;
    if (node.kind === "source") return `${node.name}, files: ${number.format(node.files)} files, ${number.format(node.written)} rows`;
    return `${node.name}, ${kindOf(node)}, ${node.status}: ${number.format(node.written)} rows written, ${number.format(node.dropped)} dropped, ${number.format(node.quarantined)} quarantined`;
  }

  // ---- detail and quality --------------------------------------------------

  function drawDetail() {
    const node = report.lineage.nodes.find((candidate) => candidate.id === state.table);
    if (!node) return put("detail", empty("No table yet."));
    const head = [make("h3", {}, node.name), make("p", { class: "hint" }, [kindOf(node), node.comment].filter(Boolean).join(" · "))];
    if (node.kind === "source") {
      return put("detail", head, facts([["Path", node.path], ["Files taken in", number.format(node.files)], ["Rows", number.format(node.written)]]));
    }
    if (node.kind === "model") {
      return put("detail", head, facts([["Answers come from", node.modelIds.join(", ") || "not called yet"]]));
    }
    if (node.error) head.push(make("p", { class: "error" }, node.error));
    const tabs = { quality: "Quality", schema: "Schema", sql: "SQL", versions: "Versions" };
    const list = make("div", { class: "tabs", role: "tablist", "aria-label": `About ${node.name}` },
      Object.entries(tabs).map(([key, label]) =>
        make("button", {
          type: "button", role: "tab", id: `tab-${key}`, "aria-selected": String(state.tab === key), "aria-controls": "tab-panel",
          tabindex: state.tab === key ? 0 : -1,
          onclick: () => { state.tab = key; drawDetail(); el(`tab-${key}`).focus(); },
          onkeydown: (event) => {
            const keys = Object.keys(tabs);
            const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
            if (!step) return;
            state.tab = keys[(keys.indexOf(key) + step + keys.length) % keys.length];
            drawDetail();
            el(`tab-${state.tab}`).focus();
          },
        }, label)));
    const body = { quality, schema, sql, versions }[state.tab](node);
    put("detail", head, list, make("div", { id: "tab-panel", role: "tabpanel", "aria-labelledby": `tab-${state.tab}`, tabindex: 0 }, body));
  }

  function facts(rows) {
    return make("table", {}, make("tbody", {}, rows.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "text" }, value)))));
  }

  function quality(node) {
    const parts = [["written", node.written], ["dropped", node.dropped], ["quarantined", node.quarantined]].filter(([name, value]) => value > 0 || name !== "quarantined");
    const total = d3.sum(parts, ([, value]) => value);
    const pieces = [];
    const svg = d3.create("svg").attr("width", 150).attr("height", 150).attr("viewBox", "-75 -75 150 150").attr("role", "img")
      .attr("aria-label", parts.map(([name, value]) => `${name} ${number.format(value)}`).join(", "));
    const arc = d3.arc().innerRadius(50).outerRadius(72).cornerRadius(3).padAngle(0.02);
    svg.selectAll("path").data(total ? d3.pie().sort(null).value(([, value]) => value)(parts) : []).join("path")
      .attr("d", arc).attr("fill", (slice) => `var(--${slice.data[0]})`);
    if (!total) svg.append("circle").attr("r", 61).attr("fill", "none").attr("stroke", "var(--line)").attr("stroke-width", 22);
    svg.append("text").attr("class", "pct").attr("y", 6).text(total ? percent.format(node.written / total) : "–");
    svg.append("text").attr("class", "of").attr("y", 26).text("written");
    pieces.push(make("div", { class: "ring" }, svg.node(), make("ul", { class: "legend" },
      parts.map(([name, value]) => make("li", {}, make("i", { style: `background:var(--${name})` }), make("span", {}, name),
        make("b", {}, number.format(value)), make("span", { class: "hint" }, total ? percent.format(value / total) : ""))))));
    if (!node.expectations.length) {
      pieces.push(empty("No expectations are declared."));
    } else {
      const rows = node.expectations.filter((rule) => !state.failuresOnly || rule.failed > 0);
      pieces.push(make("div", { class: "toggle", role: "group", "aria-label": "Expectations shown" },
        ["All", "Failures only"].map((label, index) => make("button", {
          type: "button", "aria-pressed": String(state.failuresOnly === (index === 1)),
          onclick: () => { state.failuresOnly = index === 1; drawDetail(); },
        }, label))));
      pieces.push(make("table", { class: "expectations" }, make("thead", {}, make("tr", {}, ["Expectation", "Action", "Failed", "Records"].map((title, index) => make("th", { scope: "col", class: index > 1 ? "n" : null }, title)))),
        make("tbody", {}, rows.map((rule) => make("tr", { class: rule.failed ? "bad" : null },
          make("td", {}, make("b", {}, rule.name), make("br"), make("code", {}, rule.predicate)), make("td", {}, rule.action.toUpperCase()),
          make("td", { class: "n" }, rule.passed + rule.failed ? percent.format(rule.failed / (rule.passed + rule.failed)) : "–"),
          make("td", { class: "n" }, number.format(rule.failed)))))));
    }
    if (node.updates.length > 1) pieces.push(make("h3", {}, "Last updates"), trend(node.updates));
    return pieces;
  }

  function trend(updates) {
    const width = 370;
    const height = 96;
    const keys = ["written", "dropped", "quarantined"];
    const x = d3.scaleBand(d3.range(updates.length), [0, width]).paddingInner(0.15);
    const y = d3.scaleLinear([0, d3.max(updates, (update) => d3.sum(keys, (key) => update[key])) || 1], [height - 2, 4]);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", `Rows of the last ${updates.length} updates`);
    const bars = svg.selectAll("g").data(d3.stack().keys(keys)(updates)).join("g").attr("fill", (series) => `var(--${series.key})`)
      .selectAll("rect").data((series) => series).join("rect")
      .attr("x", (value, index) => x(index)).attr("width", Math.min(28, x.bandwidth()))
      .attr("y", (value) => y(value[1])).attr("height", (value) => Math.max(0, y(value[0]) - y(value[1])));
    tip(bars, (value) => `version ${value.data.version}\n${when.format(new Date(value.data.at))}\n${keys.map((key) => `${key} ${number.format(value.data[key])}`).join("\n")}`);
    return svg.node();
  }

  function schema(node) {
    return make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Column"), make("th", { scope: "col" }, "Type"))),
      make("tbody", {}, node.schema.map((column) => make("tr", {}, make("td", {}, column.name), make("td", { class: "text" }, make("code", {}, cut(column.type, 160)))))));
  }

  function sql(node) {
    return make("pre", {}, node.sql || "");
  }

  function versions(node) {
    return [make("p", { class: "hint" }, `Version ${node.version}, last changed `, timeElement(node.lastCommitAt), node.lastCommitAt ? ` (${ago(node.lastCommitAt)})` : ""),
      make("table", {}, make("thead", {}, make("tr", {}, ["Version", "Time", "In", "Written", "Took"].map((title, index) => make("th", { scope: "col", class: index === 1 ? null : "n" }, title)))),
        make("tbody", {}, [...node.updates].reverse().slice(0, 20).map((update) => make("tr", {}, make("td", { class: "n" }, String(update.version)), make("td", {}, timeElement(update.at)),
          make("td", { class: "n" }, number.format(update.rowsIn)), make("td", { class: "n" }, number.format(update.written)), make("td", { class: "n" }, duration(update.durationMillis))))))];
  }

  // ---- moods ---------------------------------------------------------------

  function drawMoods() {
    const moods = report.moods;
    if (!moods || !moods.total) {
      el("models").textContent = "";
      put("shares", empty("No post has been scored yet."));
      ["cloud", "top", "over-time", "by-language"].forEach((id) => put(id));
      return;
    }
    el("models").textContent = `${number.format(moods.total)} posts scored by ${moods.models.join(", ")}` + (moods.unscored ? `; ${number.format(moods.unscored)} could not be scored` : "");
    put("shares",
      make("div", { class: "shares" }, LABELS.map((label) => make("div", { class: `share ${label}` }, make("strong", {}, percent.format((moods.labels[label] || 0) / moods.total)),
        make("span", {}, `${label} · ${LABEL_NAMES[label]} `), make("small", {}, number.format(moods.labels[label] || 0))))),
      make("div", { class: "bar", "aria-hidden": "true" }, LABELS.map((label) => make("i", { class: `f-${label}`, style: `width:${(100 * (moods.labels[label] || 0)) / moods.total}%` }))));
    drawCloud(moods.words);
    drawTop();
    drawOverTime(moods.overTime);
    drawByLanguage(moods.byLanguage);
  }

  function drawCloud(words) {
    if (!words.length) return put("cloud", empty("No words yet."));
    const width = 640;
    const height = 380;
    const size = d3.scaleSqrt(d3.extent(words, (word) => word.count), [17, 74]);
    const shade = d3.scaleLinear(d3.extent(words, (word) => word.count), [0.62, 1]);
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647; // a fixed picture for fixed data
    d3.layout.cloud().size([width, height]).words(words.map((word) => ({ text: word.word, count: word.count })))
      .padding(3).rotate(0).random(random).font("system-ui, sans-serif").fontWeight(650).fontSize((word) => size(word.count))
      .on("end", (placed) => {
        const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group").attr("aria-label", "Words, sized by how often they occur");
        const text = svg.append("g").attr("transform", `translate(${width / 2},${height / 2})`).selectAll("text").data(placed).join("text")
          .attr("text-anchor", "middle").attr("transform", (word) => `translate(${word.x},${word.y})`).style("font-size", (word) => `${word.size}px`)
          .style("fill", "var(--pos)").style("fill-opacity", (word) => shade(word.count))
          .attr("aria-label", (word) => `${word.text}, ${word.count} times`).attr("aria-pressed", (word) => String(state.word === word.text)).text((word) => word.text);
        pressable(text, (word) => {
          state.word = state.word === word.text ? null : word.text;
          text.attr("aria-pressed", (other) => String(state.word === other.text));
          drawTop();
        });
        tip(text, (word) => `${word.text}: ${number.format(word.count)} times`);
        put("cloud", svg.node());
      }).start();
  }

  function drawTop() {
    const all = state.order === "positive" ? report.moods.mostPositive : report.moods.mostNegative;
    const rows = all.filter((post) => !state.word || post.words.includes(state.word)).slice(0, TOP_ROWS);
    el("top-h").textContent = `The most ${state.order} posts` + (state.word ? ` with “${state.word}”` : "");
    put("top",
      make("div", { class: "toggle", role: "group", "aria-label": "Order" }, ["positive", "negative"].map((order) => make("button", {
        type: "button", "aria-pressed": String(state.order === order), onclick: () => { state.order = order; state.word = null; drawMoods(); } }, order)),
        state.word ? make("button", { type: "button", onclick: () => { state.word = null; drawMoods(); } }, `all words`) : null),
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Posts" }, make("table", {}, make("thead", {}, make("tr", {}, ["Language", "Text", "Label", "Score"].map((title, index) => make("th", { scope: "col", class: index === 3 ? "n" : null }, title)))),
        make("tbody", {}, rows.map((post) => make("tr", {}, make("td", {}, post.lang || "?"), make("td", { class: "text", dir: "auto" }, post.text),
          make("td", {}, make("span", { class: `badge ${post.label}` }, post.label)), make("td", { class: "n" }, decimals.format(post.score))))))),
      rows.length ? null : empty("No such post among the ones loaded."));
  }

  function drawOverTime(points) {
    if (points.length < 2) return put("over-time", empty("All posts fall into one interval."));
    const width = 640;
    const height = 240;
    const margin = { top: 8, right: 8, bottom: 26, left: 46 };
    const data = points.map((point) => ({ ...point, at: new Date(point.at) }));
    const x = d3.scaleTime(d3.extent(data, (point) => point.at), [margin.left, width - margin.right]);
    const y = d3.scaleLinear([0, d3.max(data, (point) => d3.sum(LABELS, (label) => point[label]))], [height - margin.bottom, margin.top]).nice();
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", "Posts by mood over time");
    svg.selectAll("path").data(d3.stack().keys(["NEG", "NEU", "POS"])(data)).join("path").attr("class", (series) => `f-${series.key}`)
      .attr("d", d3.area().x((value) => x(value.data.at)).y0((value) => y(value[0])).y1((value) => y(value[1])).curve(d3.curveMonotoneX));
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(6).tickFormat((at) => (x.domain()[1] - x.domain()[0] > TWO_DAYS_MILLIS ? day : clock).format(at)).tickSizeOuter(0));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(4));
    const band = svg.append("g").selectAll("rect").data(data).join("rect").attr("fill", "transparent").attr("y", 0).attr("height", height)
      .attr("x", (point) => x(point.at) - (width / data.length) / 2).attr("width", width / data.length);
    tip(band, (point) => `${when.format(point.at)}\n${point.at.toISOString()} (UTC)\n${LABELS.map((label) => `${label} ${number.format(point[label])}`).join("\n")}`);
    put("over-time", svg.node());
  }

  function drawByLanguage(rows) {
    const height = rows.length * 34 + 10;
    const width = 640;
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", rows.map((row) => `${row.lang}: ${LABELS.map((label) => `${label} ${row[label]}`).join(" ")}`).join("; "));
    rows.forEach((row, index) => {
      const total = d3.sum(LABELS, (label) => row[label]);
      let x = 60;
      svg.append("text").attr("x", 50).attr("y", index * 34 + 25).attr("text-anchor", "end").text(cut(row.lang || "?", 6));
      LABELS.forEach((label) => {
        const part = (row[label] / total) * (width - 150);
        svg.append("rect").attr("class", `f-${label}`).attr("x", x).attr("y", index * 34 + 8).attr("width", part).attr("height", 24);
        x += part;
      });
      svg.append("text").attr("class", "val").attr("x", width - 80).attr("y", index * 34 + 25).text(number.format(total));
    });
    put("by-language", rows.length ? svg.node() : empty("No language yet."));
  }

  // ---- languages and places ------------------------------------------------

  function languageName(code) {
    const own = { und: "undetermined", in: "Indonesian", iw: "Hebrew", qme: "media only", qht: "hashtags only", qam: "mentions only", qct: "cashtags", qst: "short text", zxx: "no text", art: "emoji only" };
    if (!code) return "none given";
    if (own[code]) return own[code];
    try { return new Intl.DisplayNames(undefined, { type: "language" }).of(code); } catch (notALanguage) { return code; }
  }

  function drawLanguages() {
    const all = report.languages;
    if (!all.length) return put("language-bars", empty("No posts yet."));
    const shown = all.slice(0, 12);
    const rest = d3.sum(all.slice(12), (row) => row.posts);
    const rows = rest ? [...shown, { lang: null, rest: all.length - 12, posts: rest }] : shown;
    const width = 560;
    const height = rows.length * 27 + 6;
    const x = d3.scaleLinear([0, d3.max(rows, (row) => row.posts)], [0, width - 260]);
    const total = d3.sum(all, (row) => row.posts);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", all.map((row) => `${row.lang || "none"} ${row.posts}`).join(", "));
    const line = svg.selectAll("g").data(rows).join("g").attr("transform", (row, index) => `translate(0,${index * 27})`);
    line.append("text").attr("x", 150).attr("y", 19).attr("text-anchor", "end").attr("class", "val").text((row) => (row.rest ? `${row.rest} more` : cut(languageName(row.lang), 20)));
    line.append("rect").attr("class", "hbar").attr("x", 160).attr("y", 4).attr("height", 20).attr("rx", 4).attr("width", (row) => Math.max(2, x(row.posts)));
    line.append("text").attr("class", "val").attr("y", 19).attr("x", (row) => 168 + x(row.posts)).text((row) => `${number.format(row.posts)} · ${percent.format(row.posts / total)}`);
    put("language-bars", svg.node());
  }

  function drawMap() {
    const width = 620;
    const height = 320;
    const projection = d3.geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
    const path = d3.geoPath(projection);
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", `${number.format(d3.sum(report.places, (place) => place.posts))} posts with a place`);
    svg.append("path").attr("class", "sea").attr("d", path({ type: "Sphere" }));
    svg.append("path").attr("class", "land").attr("d", path(read("land")));
    const radius = d3.scaleSqrt([1, Math.max(4, d3.max(report.places, (place) => place.posts) || 4)], [4.5, 15]);
    const spots = svg.selectAll("circle").data(report.places).join("circle").attr("class", "spot").attr("r", (place) => radius(place.posts))
      .attr("cx", (place) => projection([place.longitude, place.latitude])[0]).attr("cy", (place) => projection([place.longitude, place.latitude])[1]);
    tip(spots, (place) => `${number.format(place.posts)} posts\n${place.latitude.toFixed(1)}, ${place.longitude.toFixed(1)}`);
    const posts = d3.sum(report.places, (place) => place.posts);
    put("map", svg.node(), make("p", { class: "hint" }, posts ? `${number.format(posts)} posts carry coordinates.` : "No post carries coordinates."));
  }

  // ---- runs ----------------------------------------------------------------

  function drawRuns() {
    const { columns, tasks, pauseSeconds } = report.runs;
    el("pause").textContent = number.format(pauseSeconds);
    if (!columns.length) {
      put("matrix", empty("Nothing has run yet."));
      put("cell");
      return;
    }
    const left = 150;
    const size = columns.length > 16 ? 36 : 46; // few runs are shown large
    const barHeight = 96;
    const width = left + Math.max(columns.length, 4) * size + 10;
    const height = barHeight + 28 + tasks.length * size + 4;
    const longest = d3.max(columns, (run) => run.durationMillis) || 1;
    const svg = d3.create("svg").attr("width", width).attr("height", height).attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group").attr("aria-label", "Runs and tasks").style("max-width", "none");
    svg.append("text").attr("class", "tick").attr("x", left - 10).attr("y", 14).attr("text-anchor", "end").text(duration(longest));
    const bars = svg.selectAll("rect.runbar").data(columns).join("rect").attr("class", (run) => `runbar ${run.status}`).attr("rx", 4)
      .attr("x", (run, index) => left + index * size + 5).attr("width", size - 10)
      .attr("y", (run) => barHeight - Math.max(3, (run.durationMillis / longest) * (barHeight - 6))).attr("height", (run) => Math.max(3, (run.durationMillis / longest) * (barHeight - 6)));
    tip(bars, (run) => `${when.format(new Date(run.startedAt))}\n${run.startedAt} (UTC)\n${duration(run.durationMillis)}, ${run.status}`);
    columns.forEach((run, index) => {
      if (index % 2 === 0) svg.append("text").attr("class", "tick").attr("x", left + index * size + size / 2).attr("y", barHeight + 16).attr("text-anchor", "middle")
        .text(clock.format(new Date(run.startedAt)));
    });
    tasks.forEach((task, row) => svg.append("text").attr("class", "task").attr("x", left - 12).attr("y", barHeight + 28 + row * size + size / 2 + 6).attr("text-anchor", "end").text(cut(task, 15)));
    const cells = columns.flatMap((run, column) => tasks.map((task, row) => ({ run, task, column, row, cell: run.tasks[task] || null })));
    const group = svg.selectAll("g.cellbox").data(cells.filter((entry) => entry.cell)).join("g")
      .attr("class", (entry) => (state.cell === `${entry.run.startedAt}/${entry.task}` ? "cellbox chosen" : "cellbox"))
      .attr("transform", (entry) => `translate(${left + entry.column * size + 2},${barHeight + 28 + entry.row * size + 2})`)
      .attr("aria-label", (entry) => `${entry.task}, ${entry.cell.status}, ${duration(entry.cell.durationMillis)}, run of ${when.format(new Date(entry.run.startedAt))}`);
    group.append("rect").attr("width", size - 4).attr("height", size - 4).attr("rx", 6).attr("class", (entry) => `m-${entry.cell.status}`);
    svg.selectAll("rect.none").data(cells.filter((entry) => !entry.cell)).join("rect").attr("class", "m-none").attr("rx", 6).attr("opacity", 0.5)
      .attr("x", (entry) => left + (entry.column + 0.5) * size - 6).attr("y", (entry) => barHeight + 28 + (entry.row + 0.5) * size - 6).attr("width", 12).attr("height", 12);
    pressable(group, (entry) => {
      state.cell = `${entry.run.startedAt}/${entry.task}`;
      group.classed("chosen", (other) => other === entry);
      showCell(entry);
    });
    tip(group, (entry) => `${entry.task}: ${entry.cell.status}\n${number.format(entry.cell.written)} rows, ${duration(entry.cell.durationMillis)}`);
    put("matrix", svg.node());
    showCell(cells.find((entry) => entry.cell && state.cell === `${entry.run.startedAt}/${entry.task}`));
  }

  function inputOf(task, cell) {
    const files = cell.files ? `${number.format(cell.files)} ${cell.files === 1 ? "file" : "files"}` : null;
    const sources = report.lineage.edges.filter((edge) => edge.to === task).map((edge) => edge.from);
    return [`${number.format(cell.rowsIn)} rows`, files ? `in ${files}` : null, sources.length ? `from ${sources.join(", ")}` : null].filter(Boolean).join(" ");
  }

  function showCell(entry) {
    if (!entry) return put("cell", empty("Choose a cell to see its input, rows and error."));
    const cell = entry.cell;
    put("cell", make("h3", {}, `${entry.task} · ${cell.status}`), facts([
      ["Run", timeElement(entry.run.startedAt)], ["Updates", number.format(cell.updates)], ["Took", duration(cell.durationMillis)], ["Input", inputOf(entry.task, cell)],
      ["Written", number.format(cell.written)], ["Dropped", number.format(cell.dropped)], ...(cell.error ? [["Error", make("span", { class: "error" }, cell.error)]] : []),
    ]));
  }

  // ---- tables --------------------------------------------------------------

  function drawTables() {
    const tables = report.tables;
    const select = el("table-name");
    const names = tables.map((table) => table.name);
    if (select.options.length !== names.length) {
      select.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
    }
    if (!tables.length) return put("rows", empty("No table yet."));
    const wanted = state.browse || (state.shown ? select.value : state.table);
    const table = tables.find((candidate) => candidate.name === wanted) || tables[0];
    state.shown = true;
    select.value = table.name;
    const slider = el("table-version");
    const atEnd = Number(slider.value) === Number(slider.max) || state.browse !== table.name;
    slider.min = table.firstVersion;
    slider.max = table.version;
    if (atEnd) slider.value = table.version;
    slider.disabled = !live;
    el("table-version-out").textContent = `${slider.value} of ${table.version}`;
    if (state.browse !== table.name || (live && atEnd && state.seen !== `${table.name}@${table.version}`)) {
      state.browse = table.name;
      state.seen = `${table.name}@${table.version}`;
      browse();
    }
  }

  async function browse() {
    const name = state.browse;
    const version = Number(el("table-version").value);
    const table = report.tables.find((candidate) => candidate.name === name);
    el("table-version-out").textContent = `${version} of ${table.version}`;
    if (!live) return showRows(table.sample, `The first ${table.sample.rows.length} of ${number.format(table.rows)} rows`);
    await fetchRows(`api/rows?table=${encodeURIComponent(name)}&version=${version}`, {}, `${name} at version ${version}`);
  }

  async function fetchRows(url, options, title) {
    try {
      const response = await fetch(url, options);
      const body = await response.json();
      if (!response.ok) return showError(body.error);
      showRows(body, `${title}: ${number.format(body.rows.length)} rows${body.more ? " and more" : ""}`);
    } catch (failure) {
      showError(`No answer: ${failure.message}`);
    }
  }

  function showRows(result, note) {
    el("rows-note").textContent = note;
    put("rows", make("table", {}, make("thead", {}, make("tr", {}, result.columns.map((column) => make("th", { scope: "col" }, column)))),
      make("tbody", {}, result.rows.map((row) => make("tr", {}, row.map((value) => make("td", { class: "text", dir: "auto" }, value === null ? "" : cut(String(value), 400))))))));
  }

  function showError(message) {
    el("rows-note").textContent = "";
    put("rows", make("p", { class: "error" }, message));
  }

  // ---- the whole -----------------------------------------------------------

  function draw() {
    el("where").textContent = report.lake;
    const failed = report.lineage.nodes.filter((node) => node.status === "failed").map((node) => node.name);
    el("state").textContent = failed.length ? `Failed: ${failed.join(", ")}` : report.running ? "Running" : "Up to date";
    if (!state.table || !report.lineage.nodes.some((node) => node.id === state.table)) {
      const withRules = report.lineage.nodes.find((node) => node.expectations && node.expectations.length);
      state.table = (withRules || report.lineage.nodes[0] || { id: null }).id;
    }
    put("made", "As of ", timeElement(report.madeAt), ".");
    drawGraph();
    drawDetail();
    drawMoods();
    drawLanguages();
    drawMap();
    drawRuns();
    drawTables();
  }

  function redraw(next) {
    const active = document.activeElement;
    const node = active && active.closest ? active.closest("[data-node]") : null;
    const id = active && active.id;
    report = next;
    draw();
    const again = node ? document.querySelector(`[data-node="${CSS.escape(node.dataset.node)}"]`) : id ? el(id) : null;
    if (again) again.focus({ preventScroll: true });
  }

  async function poll() {
    let etag = null;
    while (true) {
      try {
        const response = await fetch("api/report", etag ? { headers: { "If-None-Match": etag } } : {});
        if (response.status === 200) {
          etag = response.headers.get("ETag");
          redraw(await response.json());
        } else if (response.status !== 304) {
          el("state").textContent = "Reading the lake…";
        }
      } catch (failure) {
        el("state").textContent = "Not connected";
      }
      await new Promise((done) => setTimeout(done, POLL_MILLIS));
    }
  }

  function theme(name) {
    document.documentElement.dataset.theme = name;
    el("theme").textContent = name === "dark" ? "Light" : "Dark";
    try { localStorage.setItem("theme", name); } catch (notAllowed) { /* a file opened from disk may have no storage */ }
  }

  function start() {
    let stored = null;
    try { stored = localStorage.getItem("theme"); } catch (notAllowed) { /* as above */ }
    theme(stored || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
    el("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
    el("table-name").addEventListener("change", () => { state.browse = null; drawTables(); });
    el("table-version").addEventListener("input", browse);
    el("sql-form").addEventListener("submit", (event) => {
      event.preventDefault();
      fetchRows("api/query", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sql: el("sql").value }) }, "Result");
    });
    const data = read("data");
    live = data === null;
    el("sql-form").hidden = !live;
    el("sql").value = "SELECT * FROM sentiment ORDER BY p_pos DESC LIMIT 20";
    if (live) poll();
    else redraw(data);
  }

  start();
})();
