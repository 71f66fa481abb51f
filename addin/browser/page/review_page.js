// 汇总审核: several files and folders at once.
const received = [];

function receivedAdded(found) {
  for (const one of found) if (!received.some((other) => other.name === one.name)) received.push(one);
  byId("review-list").textContent = received.length ? `已选 ${received.length} 个文件：${received.slice(0, 6).map((one) => one.name).join("、")}${received.length > 6 ? "……" : ""}` : "";
  byId("review-run").disabled = byId("review-clear").disabled = !received.length;
}

async function reviewed() {
  const files = await Promise.all(received.map(async (one) => ({ name: `收到的材料/${one.name}`, data: await read(one.file), changed: one.file.lastModified })));
  const result = await work("正在汇总", { task: "review", options: { folders: ["收到的材料"], out: "汇总.xlsx", today: today() } }, files);
  const place = byId("review-result");
  place.replaceChildren();
  if (!result) return;
  const found = result.answer.document;
  const s = found.summary;
  place.append(made("h3", { text: `共 ${s.files} 份：可以盖章 ${s.clean} 份，有问题 ${s.blocked} 份，无法核验 ${s.unreadable} 份` }));
  for (const file of result.files) place.append(made("button", { type: "button", className: "main", text: `下载 ${file.name}`, onclick: () => download(file.name, file.data) }));
  const words = Object.entries(facts.severities);
  const rows = found.books.map((one) => [one.file, one.level, (one.facts || {}).trainees, ...words.map(([name]) => (one.summary || {})[name]), one.refused || (one.clean ? "可以盖章" : "有问题"), one.changed]);
  place.append(...[table("各份", ["文件", "级别", "学员", ...words.map(([, word]) => word), "结论", "改动过的文件"], rows),
    table("相互核对", ["情况", "文件"], found.clashes.map((one) => [one.message, one.files])),
    table("计划表中还没有材料的项目", ["年度", "级别", "序号", "选题", "单位"], found.missing.map((one) => [one.year, one.level, one.number, one.topic, one.organiser]))].filter(Boolean));
  for (const one of found.books.filter((book) => (book.findings || []).length)) {
    place.append(made("details", {}, made("summary", { text: `${one.file}：全部问题` }), ...findingsShown(one, facts, { severities: new Set(Object.keys(facts.severities)), sheet: "", text: "" })));
  }
}
