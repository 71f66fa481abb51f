// 汇总审核: several files and folders at once.
const received = [];

function receivedAdded(found) {
  for (const one of found) if (!received.some((other) => other.name === one.name)) received.push(one);
  byId("review-list").textContent = received.length ? `已选 ${received.length} 个文件：${received.slice(0, 6).map((one) => one.name).join("、")}${received.length > 6 ? "……" : ""}` : "";
  byId("review-run").disabled = byId("review-clear").disabled = !received.length;
}

async function reviewed() {
  const files = await Promise.all(received.map(async (one) => ({ name: `收到的材料/${one.name}`, data: await read(one.file), changed: one.file.lastModified })));
  const options = { folders: ["收到的材料"], out: "汇总.xlsx", html: "汇总.html", today: today(), reveal: byId("reveal").checked };
  const result = await work("正在汇总", ...withLedger({ task: "review", options }, files));
  const place = byId("review-result");
  place.replaceChildren();
  if (!result) return;
  const found = result.answer.document;
  place.append(made("h3", { id: "title-desk", tabIndex: -1, text: deskHeadline(found.summary) }),
    made("p", { className: "row" }, ...result.files.map((file) => made("button", { type: "button", className: "main", text: `下载 ${file.name}`, onclick: () => download(file.name, file.data) }))),
    ...deskTables(found));
  for (const one of found.books.filter((book) => (book.findings || []).length)) {
    place.append(made("details", {}, made("summary", { text: `${one.file}：全部问题` }), ...findingsShown(one, facts, { severities: new Set(Object.keys(facts.severities)), sheet: "", text: "" })));
  }
  focused("title-desk");
}

function deskHeadline(s) {
  const more = [[s.blocked, "有问题", "份"], [s.unreadable, "无法核验", "份"], [s.superseded, "已有更新", "份"], [s.unread, "没有读的文件", "个"]];
  return [`共 ${s.files} 份：可以盖章 ${s.clean} 份`, ...more.filter(([count]) => count).map(([count, words, unit]) => `${words} ${count} ${unit}`)].join("，");
}

// What the command says in the terminal, in the same order.
function deskTables(found) {
  const came = found.classes.filter((one) => one.received);
  const plan = (one) => [one.number !== null && one.year ? `${one.level.slice(0, 2)}${one.number}` : one.level, one.topic].filter(Boolean).join(" ");
  const unless = (one, value) => (one.refused ? "" : value);
  const words = Object.values(facts.severities);
  const others = came.flatMap((one) => [...one.others.map((other) => [other.file, other.verdict]), ...one.superseded.map((old) => [old.file, `已有更新，以“${old.by}”为准`])]);
  return [
    table("各班", ["材料", "项目", "学员", ...words, "结论"], came.map((one) => [one.file, plan(one), ...[one.trainees, one.errors, one.queries, one.hints].map((value) => unless(one, value)), one.verdict])),
    table("同一个班的其他材料", ["材料", "情况"], others),
    table("互相矛盾之处", ["材料", "什么", "这里", "那里"], came.flatMap((one) => one.differences.map((part) => [one.file, part.what, part.here, part.there]))),
    table("相互核对", ["级别", "情况", "材料"], found.clashes.map((one) => [one.serious ? facts.severities.error : facts.severities.query, one.what, one.files])),
    table("没有读的文件", ["文件", "是什么", "原因"], found.unread.map((one) => [one.file, one.kind, one.why])),
    table("计划表中还没有材料的项目", ["年度", "级别", "序号", "选题", "单位"], found.missing.map((one) => [one.year, one.level, one.number, one.topic, one.organiser])),
  ].filter(Boolean);
}
