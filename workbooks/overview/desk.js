"use strict";
// Everything shown is put on the page as text (textContent, setAttribute): no cell can become markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const AT_ONCE = 200, BARS = 15;
  const SEVERITIES = { error: "错误", query: "核实", hint: "提示" };
  const KINDS = { 须退回: "error", 须人工核对: "query", 通过: "good", 未收到: "none" };
  const LATE = "迟交";
  function grouped(list, key) {
    const made = new Map();
    for (const one of list) (made.get(key(one)) || made.set(key(one), []).get(key(one))).push(one);
    return made;
  }
  const classes = data.classes || [], findings = data.findings || [];
  const byClass = grouped(findings, (one) => one.class);

  const $ = (id) => document.getElementById(id);
  const text = (value) => (value === null || value === undefined ? "" : String(value));
  function el(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "click") made.addEventListener("click", value);
      else made.setAttribute(key, value === true ? "" : String(value));
    }
    for (const one of inside.flat()) if (one !== null && one !== undefined) made.append(one instanceof Node ? one : String(one));
    return made;
  }
  function svg(name, attributes, words) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (words !== undefined) made.textContent = words;
    return made;
  }
  const amount = (value) => text(value).replace(/^(-?)(\d+)/, (_, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const cents = (value) => (/^-?\d+(\.\d{1,2})?$/.test(text(value)) ? BigInt(text(value).replace(/^(-?\d+)\.?(\d*)$/, (_, whole, part) => whole + part.padEnd(2, "0"))) : null);

  const within = (one, group) => !group || (group === LATE ? one.late_days > 0 : one.conclusion === group);
  const nameOf = (one) => one.topic || one.file || one.key;
  const planOf = (one) => [one.year, one.level, one.number ? `第${one.number}项` : ""].filter(Boolean).join(" ");
  const measures = (one) => [...(one.changed_parameters || []), ...(one.remarks || [])];
  const words = new Map();
  for (const one of classes) {
    const files = (one.files || []).flatMap((file) => [file.file, file.why]);
    const found = (byClass.get(one.key) || []).flatMap((each) => [each.code, each.message, each.sheet, each.cell, each.explained]);
    words.set(one, [one.key, one.file, one.topic, one.organiser, one.verdict, one.conclusion, planOf(one), ...measures(one), ...files, ...found].map(text).join("\n").toLowerCase());
  }

  // What is chosen, and what is left of it.
  const state = { tab: "classes", group: "", sort: {}, many: {} };
  const chosen = () => ({ words: $("words").value.trim().toLowerCase().split(/\s+/).filter(Boolean), group: state.group, level: $("level").value, severity: $("severity").value, rule: $("rule").value });
  function left() {
    const want = chosen();
    const fits = (each) => (!want.severity || each.severity === want.severity) && (!want.rule || each.code === want.rule);
    const kept = classes.filter((one) => within(one, want.group) && (!want.level || one.level === want.level)
      && want.words.every((word) => words.get(one).includes(word))
      && ((!want.severity && !want.rule) || (byClass.get(one.key) || []).some(fits)));
    const keys = new Set(kept.map((one) => one.key));
    return { classes: kept, findings: findings.filter((each) => keys.has(each.class) && fits(each)), want };
  }
  const holds = (want, ...values) => want.words.every((word) => values.map(text).join("\n").toLowerCase().includes(word));

  // Tables: a heading sorts; only so many rows are laid out at once.
  // column: [heading, value, kind, what is shown]
  function table(id, caption, columns, rows) {
    const sort = state.sort[id];
    const sorted = sort ? [...rows].sort((a, b) => sort.way * compared(columns[sort.column], a, b)) : rows;
    const many = state.many[id] || AT_ONCE;
    const heads = columns.map(([heading], at) => el("th", { scope: "col", role: "columnheader", "aria-sort": sort && sort.column === at ? (sort.way > 0 ? "ascending" : "descending") : "none" },
      el("button", { type: "button", "data-sort": `${id} ${at}`, click: () => {
        const way = sort && sort.column === at ? -sort.way : 1;
        state.sort[id] = { column: at, way };
        render();
        document.querySelector(`[data-sort="${id} ${at}"]`).focus();
      } }, heading)));
    // The roles are stated, since a table that is shown as cards has none for a browser.
    const body = sorted.slice(0, many).map((row) => el("tr", { role: "row", class: row.conclusion ? KINDS[row.conclusion] : null }, columns.map(([heading, value, kind, shown]) => {
      const inside = shown ? shown(row) : kind === "amount" ? amount(value(row)) : text(value(row));
      return el("td", { role: "cell", class: kind === "amount" ? "number" : kind || "text", "data-label": heading }, inside === "" ? null : inside);
    })));
    const made = el("table", { id: `table-${id}`, role: "table" }, el("caption", {}, `${caption}（${rows.length}）`), el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)), el("tbody", { role: "rowgroup" }, body));
    if (!rows.length) return [el("p", { class: "empty" }, `${caption}：没有符合条件的内容。`)];
    if (rows.length <= many) return [made];
    return [made, el("p", { class: "more" }, el("button", { type: "button", click: () => { state.many[id] = many + AT_ONCE; render(); } },
      `再显示 ${Math.min(AT_ONCE, rows.length - many)} 行（还有 ${rows.length - many} 行）`))];
  }
  function compared([, value, kind], a, b) {
    let [x, y] = [value(a), value(b)];
    if (kind === "amount") [x, y] = [cents(x), cents(y)];
    const empty = (one) => one === null || one === undefined || one === "";
    if (empty(x) || empty(y)) return empty(x) === empty(y) ? 0 : empty(x) ? 1 : -1;
    if (kind === "number" || kind === "amount") return x < y ? -1 : x > y ? 1 : 0;
    return text(x).localeCompare(text(y), "zh-CN", { numeric: true });
  }

  const mark = (kind, words) => el("span", { class: `mark ${kind}` }, words);
  const verdictMark = (one) => mark(KINDS[one.conclusion] || "none", text(one.verdict));
  const judged = (one, value) => (one.received && !one.refused ? value : null);
  const cameOn = (one) => (one.handed_in ? `${one.handed_in}（${one.handed_in_by}）` : "");
  const lateWords = (one) => (one.late_days > 0 && one.handed_in_by === "文件日期" ? `${one.late_days}（按文件日期）` : text(one.late_days));
  const severityMark = (each) => mark({ error: "error", query: "query" }[each.severity] || "none", SEVERITIES[each.severity] || each.severity);
  const opener = (one, label) => el("button", { type: "button", class: "link", "data-class": one.key, click: () => open(one) }, label);
  const keyed = new Map(classes.map((one) => [one.key, one]));
  const ruleName = (code) => ((data.titles || {})[code] ? `${code} ${data.titles[code]}` : code);
  const place = (each) => [each.sheet, each.cell].filter(Boolean).join(" ");

  const COLUMNS = {
    classes: [
      ["班", nameOf, "text", (one) => opener(one, nameOf(one))],
      ["结论", (one) => Object.keys(KINDS).indexOf(one.conclusion), "text", (one) => el("span", {}, verdictMark(one), ...measures(one).map((line) => el("div", { class: "dim" }, line)))],
      ["计划", planOf, "short"], ["承办单位", (one) => one.organiser], ["迟交（天）", (one) => one.late_days, "number", lateWords], ["学员", (one) => one.trainees, "number"], ["工作人员", (one) => one.staff, "number"],
      ["学时", (one) => one.hours, "number"], ["决算合计（元）", (one) => one.total, "amount"], ["财政资助（元）", (one) => one.subsidy, "amount"],
      ...[["错误", "errors"], ["核实", "queries"], ["已说明", "explained"], ["提示", "hints"]].map(([word, key]) => [word, (one) => judged(one, one[key]), "number"]),
    ],
    findings: [
      ["班", (each) => nameOf(keyed.get(each.class) || { key: each.class }), "text", (each) => (keyed.has(each.class) ? opener(keyed.get(each.class), nameOf(keyed.get(each.class))) : text(each.class))],
      ["级别", (each) => ["error", "query", "hint"].indexOf(each.severity), "short", severityMark], ["规则", (each) => each.code, "short"],
      ["位置", place, "short"], ["问题", (each) => each.message], ["处理办法", (each) => each.fix], ["依据", (each) => each.clause], ["说明", (each) => each.explained],
    ],
    clashes: [
      ["性质", (one) => (one.serious ? 0 : 1), "short", (one) => mark(one.serious ? "error" : "query", one.serious ? "错误" : "核实")],
      ["问题", (one) => one.what], ["文件", (one) => one.files.join("；"), "text", (one) => one.files.join("\n")],
    ],
    unread: [["文件", (one) => one.file], ["原因", (one) => one.why]],
    missing: [["年度", (one) => one.year, "number"], ["级别", (one) => one.level, "short"], ["序号", (one) => one.number, "number"], ["选题名称", (one) => one.topic], ["承办单位", (one) => one.organiser]],
    totals: [["级别", (one) => one.level, "short"], ["承办单位", (one) => one.organiser], ["班数", (one) => one.classes, "number"], ["学员", (one) => one.trainees, "number"],
      ["决算合计（元）", (one) => one.total, "amount"], ["财政资助（元）", (one) => one.subsidy, "amount"]],
  };

  // Charts: a picture for the eye, all of it in its label for the ear.
  function chart(title, bars) {
    const WIDE = 480, LABEL = 200, HIGH = 22;
    const most = bars.reduce((high, [, value]) => (value > high ? value : high), 0);
    const spoken = bars.map(([label, value, , shown]) => `${label} ${shown || value}`).join("，") || "没有";
    const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${Math.max(1, bars.length) * HIGH + 4}`, role: "img", "aria-label": `${title}：${spoken}` });
    bars.forEach(([label, value, kind, shown], at) => {
      const y = at * HIGH, long = most ? Math.max(value ? 2 : 0, (Number(value) / Number(most)) * (WIDE - LABEL - 90)) : 0;
      const short = label.length > 16 ? `${label.slice(0, 15)}…` : label;
      const group = svg("g", {});
      group.append(svg("title", {}, `${label} ${shown || value}`), svg("text", { x: LABEL - 8, y: y + 15, "text-anchor": "end" }, short),
        svg("rect", { x: LABEL, y: y + 3, width: long, height: HIGH - 7, class: `bar ${kind || ""}` }), svg("text", { x: LABEL + long + 6, y: y + 15 }, text(shown || value)));
      picture.append(group);
    });
    return el("figure", {}, el("figcaption", {}, title), picture);
  }
  function charts(now) {
    const count = (list, key) => list.reduce((all, one) => all.set(key(one), (all.get(key(one)) || 0) + 1), new Map());
    const groups = count(now.classes, (one) => one.conclusion), rules = count(now.findings, (each) => each.code), sums = new Map();
    for (const one of now.classes) if (one.received && cents(one.total) !== null) sums.set(one.level || "未注明", (sums.get(one.level || "未注明") || 0n) + cents(one.total));
    const worst = new Map();
    for (const each of now.findings) if (worst.get(each.code) !== "error") worst.set(each.code, each.severity === "hint" ? "none" : each.severity);
    const yuan = (value) => amount(`${value / 100n}.${text(value % 100n).padStart(2, "0")}`);
    return el("div", { class: "charts" },
      chart("各结论的班数", Object.entries(KINDS).filter(([word]) => groups.get(word)).map(([word, kind]) => [word, groups.get(word), kind])),
      chart(`问题最多的规则（前 ${BARS} 条，处数）`, [...rules].sort((a, b) => b[1] - a[1]).slice(0, BARS).map(([code, many]) => [ruleName(code), many, worst.get(code)])),
      chart("各级别的决算合计（元）", [...sums].map(([level, sum]) => [level, sum, "", yuan(sum)])));
  }

  // Tabs.
  const TABS = [
    ["classes", "班", (now) => table("classes", "各班", COLUMNS.classes, now.classes)],
    ["findings", "问题", (now) => table("findings", "问题", COLUMNS.findings, now.findings)],
    ["clashes", "相互核对", (now) => table("clashes", "班与班之间", COLUMNS.clashes, (data.clashes || []).filter((one) => holds(now.want, one.what, ...one.files)))],
    ["unread", "未读的文件", (now) => table("unread", "没有读的文件", COLUMNS.unread, (data.unread || []).filter((one) => holds(now.want, one.file, one.why)))],
    ["missing", "未收到", (now) => table("missing", "计划中尚无材料的项目", COLUMNS.missing, (data.missing || []).filter((one) => (!now.want.level || one.level === now.want.level) && holds(now.want, one.topic, one.organiser)))],
    ["totals", "合计与图", (now) => [charts(now), ...table("totals", "按级别和承办单位合计", COLUMNS.totals, (data.totals || []).filter((one) => (!now.want.level || one.level === now.want.level) && holds(now.want, one.level, one.organiser)))]],
  ];
  function choose(tab, focus) {
    state.tab = tab;
    for (const [name] of TABS) {
      const on = name === tab;
      $(`tab-${name}`).setAttribute("aria-selected", on);
      $(`tab-${name}`).tabIndex = on ? 0 : -1;
      $(`panel-${name}`).hidden = !on;
    }
    if (focus) $(`tab-${tab}`).focus();
    render();
  }
  // Only what is looked at is laid out.
  function render() {
    const now = left();
    for (const chip of $("groups").children) chip.setAttribute("aria-pressed", String(chip.dataset.group === state.group));
    for (const [name, , made] of TABS) if (name === state.tab) $(`panel-${name}`).replaceChildren(el("h2", {}, TABS.find(([one]) => one === name)[1]), ...made(now));
    const shownText = `${now.classes.length} / ${classes.length} 个班，${now.findings.length} 处问题`;
    if ($("count").textContent !== shownText) $("count").textContent = shownText;
  }

  function list(title, items) {
    return items && items.length ? [el("h3", {}, `${title}（${items.length}）`), el("ul", {}, items.map((item) => el("li", {}, item)))] : [];
  }
  const cell = (head, inside, kind) => el("td", { role: "cell", class: kind, "data-label": head }, inside === "" ? null : inside);

  // 退回意见, to be copied into a message.
  function letter(one) {
    const lines = one.return_notice || [];
    if (!lines.length) return [];
    const whole = el("textarea", { readonly: true, rows: 8, "aria-label": "退回意见" }), shownText = el("span", { role: "status" });
    whole.value = lines.join("\n");
    const copy = () => {
      whole.select();
      shownText.textContent = document.execCommand("copy") ? "已复制，可以粘贴到消息里" : "文字已选中，请按 Ctrl+C 复制";
    };
    return [el("h3", {}, "退回意见"), whole, el("p", {}, el("button", { type: "button", id: "copy", click: copy }, "复制退回意见"), " ", shownText)];
  }

  function open(one) {
    const dialog = $("one"), found = byClass.get(one.key) || [];
    const facts = [["计划", planOf(one)], ["承办单位", one.organiser], ["报送日期", cameOn(one)], ["迟交（天）", lateWords(one)], ["学员", one.trainees], ["工作人员", one.staff], ["学时", one.hours],
      ["决算合计（元）", amount(one.total)], ["财政资助（元）", amount(one.subsidy)], ["错误", judged(one, one.errors)], ["核实", judged(one, one.queries)], ["已说明", judged(one, one.explained)], ["提示", judged(one, one.hints)]];
    const groups = grouped(found, (each) => each.code);
    dialog.replaceChildren(
      el("header", {}, el("h2", { id: "one-title", tabindex: "-1" }, nameOf(one)), el("button", { type: "button", class: "close", click: () => dialog.close() }, "关闭（Esc）")),
      el("p", {}, verdictMark(one)),
      el("dl", {}, facts.filter(([, value]) => text(value) !== "").map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, text(value))))),
      ...letter(one),
      ...list("文件", (one.files || []).map((file) => [file.file, file.kind, file.status, file.why].filter(Boolean).join(" · "))),
      ...list("请留意", measures(one)), ...list("改动过的文件", one.changed),
      ...list("互相矛盾", (one.differences || []).map((each) => [each.what, each.here, each.there].filter(Boolean).join("；"))),
      ...[...groups].sort().flatMap(([code, each]) => [el("h3", {}, `${ruleName(code)}（${each.length}）`),
        el("table", {}, el("thead", {}, el("tr", {}, ["级别", "位置", "问题", "处理办法", "依据", "说明"].map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
          el("tbody", {}, each.map((line) => el("tr", { role: "row" }, cell("级别", severityMark(line), "short"), cell("位置", place(line), "short"),
            [["问题", line.message], ["处理办法", line.fix], ["依据", line.clause], ["说明", line.explained]].map(([head, words]) => cell(head, text(words), "text"))))))]),
      ...(found.length ? [] : [el("p", { class: "dim" }, !one.received ? "还没有收到材料。" : one.refused ? "没有核验。" : "没有问题。")]));
    state.opened = one;
    dialog.showModal();
    $("one-title").focus();
    dialog.scrollTop = 0;
  }

  // Paper: one page of all classes, then a page for each that has something, what goes back first; headings repeat on every page.
  function paper(only) {
    const now = left(), came = only ? [only] : now.classes.filter((one) => one.received);
    const pages = came.map((one) => [one, rowsOf(one)]).filter(([, rows]) => only || rows.length)
      .map(([one, rows]) => sheet([nameOf(one), text(one.verdict), planOf(one), one.organiser, cameOn(one) ? `报送日期 ${cameOn(one)}` : ""].filter(Boolean).join("　"), ["级别", "位置", "问题", "处理办法", "说明"], rows));
    if (only) return pages;
    const counts = Object.keys(KINDS).map((group) => `${group} ${now.classes.filter((one) => one.conclusion === group).length} 个班`).join("，");
    const all = sheet(`汇总　${text(data.folder)}　核验日期 ${text(data.today)}　${counts}`, ["班", "结论", "计划", "承办单位", "错误", "核实", "迟交（天）"],
      came.map((one) => [nameOf(one), text(one.verdict), planOf(one), one.organiser, judged(one, one.errors), judged(one, one.queries), lateWords(one)]), "overview");
    const rest = [
      ...(data.clashes || []).filter((one) => holds(now.want, one.what, ...one.files)).map((one) => ["相互核对", one.what, one.files.join("；")]),
      ...(data.unread || []).filter((one) => holds(now.want, one.file, one.why)).map((one) => ["没有读的文件", one.file, one.why]),
      ...[...grouped(data.missing || [], (one) => `${one.year}年${one.level}`)].map(([level, rows]) => ["未收到", `${level}${rows.length}项`, `第${rows.map((one) => one.number).join("、")}项`]),
    ];
    return [all, ...pages, ...(rest.length ? [sheet("相互核对、没有读的文件和未收到的项目", ["事项", "内容", "文件、原因、序号"], rest)] : [])];
  }
  function sheet(title, heads, rows, kind = "") {
    return el("table", { class: `page ${kind}` }, el("thead", {}, el("tr", {}, el("th", { colspan: heads.length, scope: "colgroup", class: "title" }, title)), el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((inside) => el("td", {}, text(inside)))))));
  }
  // What is wrong with the files, then the findings by severity, those of one cause in one row.
  function rowsOf(one) {
    const order = (each) => ["error", "query", "hint"].indexOf(each.severity) + (each.explained ? 0.5 : 0);
    const causes = grouped(byClass.get(one.key) || [], (each) => [order(each), each.code, text(each.explained)].join(" "));
    const shownText = [...causes.values()].sort((a, b) => order(a[0]) - order(b[0])).map((same) => [SEVERITIES[same[0].severity], same.map(place).join("、"),
      same.length > 1 ? `${same.length}处，例如：${text(same[0].message)}` : same[0].message, same[0].fix, same[0].explained]);
    const alone = one.refused || one.conclusion === "须人工核对" ? [["结论", text(one.file), text(one.verdict), "", ""]] : [];
    return [...alone, ...(one.changed || []).map((file) => ["文件", file, "与校验值不符（传输损坏，或导出后被改动）", "", ""]),
      ...(one.differences || []).map((part) => ["矛盾", text(part.here), [part.what, part.there].filter(Boolean).join("；"), "", ""]),
      ...measures(one).map((line) => ["留意", "", line, "", ""]), ...shownText];
  }

  // The page itself.
  $("title").textContent = `汇总 · ${text(data.folder)}`;
  $("summary").append(`核验日期 ${text(data.today)}`, el("span", { class: "hint" }, " · 点班名看这个班的全部问题和退回意见"), el("span", { class: "hint wide" }, " · 点表头排序 · 按 / 搜索，Esc 清除或关闭"));
  for (const [group, word, kind] of [["", "全部", ""], ...Object.entries(KINDS).map(([group, kind]) => [group, group, kind]), [LATE, LATE, "query"]]) {
    const many = classes.filter((one) => within(one, group)).length;
    if (many || !group) $("groups").append(el("button", { type: "button", class: kind, "data-group": group, click: () => { state.group = group; choose("classes"); } }, word, el("b", {}, many)));
  }
  const options = (id, choices) => $(id).append(el("option", { value: "" }, "全部"), ...choices.map(([value, word]) => el("option", { value }, word)));
  options("level", [...new Set(classes.map((one) => one.level).filter(Boolean))].sort().map((level) => [level, level]));
  options("severity", Object.entries(SEVERITIES));
  options("rule", [...new Set(findings.map((each) => each.code))].sort().map((code) => [code, ruleName(code)]));
  TABS.forEach(([name, word], at) => {
    $("tabs").append(el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, click: () => choose(name) },
      word, ["clashes", "unread", "missing"].includes(name) ? `（${(data[name] || []).length}）` : ""));
    $("main").append(el("section", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: at > 0 }));
  });
  $("tabs").addEventListener("keydown", (event) => {
    const at = TABS.findIndex(([name]) => name === state.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(TABS[(to + TABS.length) % TABS.length][0], true);
  });
  $("words").addEventListener("input", () => render());
  $("filters").addEventListener("change", () => render());
  $("filters").addEventListener("reset", () => { state.group = ""; setTimeout(render); });
  $("print").addEventListener("click", () => window.print());
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !["INPUT", "SELECT"].includes(document.activeElement.tagName) && !$("one").open) {
      event.preventDefault();
      $("words").focus();
    } else if (event.key === "Escape" && document.activeElement === $("words")) {
      $("words").value = "";
      render();
    }
  });
  window.addEventListener("beforeprint", () => $("paper").replaceChildren(...paper($("one").open ? state.opened : null)));
  window.addEventListener("afterprint", () => $("paper").replaceChildren());
  choose("classes");
})();
