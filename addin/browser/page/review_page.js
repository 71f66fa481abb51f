// 汇总审核: several files and folders at once.
const received = [];

function receivedAdded(found) {
  for (const one of found) if (!received.some((other) => other.name === one.name)) received.push(one);
  const count = received.filter((one) => one.file).length;
  byId("review-list").textContent = received.length ? `已选 ${count} 个文件：${received.slice(0, 6).map((one) => one.name).join("、")}${received.length > 6 ? "……" : ""}` : "";
  byId("review-run").disabled = byId("review-clear").disabled = !received.length;
}

async function reviewed() {
  const files = await Promise.all(received.map(async ({ name, file }) => ({ name: `收到的材料/${name}`, data: file && await read(file), changed: file && file.lastModified })));
  const options = { folders: ["收到的材料"], out: "汇总.xlsx", html: "汇总.html", today: today(), reveal: byId("reveal").checked };
  const result = await work("正在汇总", ...withLedger({ task: "review", options }, files));
  const place = byId("review-result");
  place.replaceChildren();
  if (!result) return;
  const found = result.answer.document;
  const shownOf = (group) => {
    byId("desk-tables").replaceChildren(...deskTables(found, group));
    for (const chip of byId("desk-groups").children) chip.setAttribute("aria-pressed", String(chip.dataset.group === group));
  };
  const groups = [["", found.classes.length], ...Object.entries(found.conclusions).filter(([, count]) => count)];
  place.append(made("h3", { id: "title-desk", tabIndex: -1, text: deskHeadline(found) }),
    made("p", { className: "row" }, ...result.files.map((file) => made("button", { type: "button", className: "main", text: `下载 ${file.name}`, onclick: () => download(file.name, file.data) }))),
    made("div", { className: "row", id: "desk-groups", role: "group", "aria-label": "结论" }, ...groups.map(([group, count]) =>
      made("button", { type: "button", className: DESK_KINDS[group] || "", "data-group": group, text: `${group || "全部"} ${count}`, onclick: () => shownOf(group) }))),
    made("div", { id: "desk-tables" }));
  shownOf("");
  for (const one of found.books.filter((book) => (book.findings || []).length)) {
    place.append(made("details", {}, made("summary", { text: `${one.file}：全部问题` }), ...findingsShown(one, facts, { severities: new Set(Object.keys(facts.severities)), sheet: "", text: "" })));
  }
  focused("title-desk");
}

const DESK_KINDS = { 须退回: "error", 须人工核对: "query", 通过: "good" };

function deskHeadline({ conclusions, summary, unread }) {
  const more = [["已有更新或重复的材料", summary.superseded, "份"], ["没有读的文件", unread.length, "个"]];
  return [...Object.entries(conclusions).map(([word, count]) => `${word} ${count} 个班`), ...more.filter(([, count]) => count).map(([words, count, unit]) => `${words} ${count} ${unit}`)].join("，");
}

// 退回意见 of a class, copied for a message.
function letterCopied(one) {
  const whole = made("textarea", { value: one.return_notice.join("\n"), "aria-label": "退回意见" });
  document.body.append(whole);
  whole.select();
  const done = document.execCommand("copy");
  whole.remove();
  say(done ? "退回意见已复制，可以粘贴到消息里" : "没有复制成，请下载退回意见");
}

// What the command says in the terminal, in the same order.
function deskTables(found, group) {
  const within = found.classes.filter((one) => !group || one.conclusion === group);
  const came = within.filter((one) => one.received);
  const plan = (one) => [one.number !== null && one.year ? `${one.level.slice(0, 2)}${one.number}` : one.level, one.topic].filter(Boolean).join(" ");
  const lateShown = (one) => (one.late_days > 0 && one.handed_in_by === "文件日期" ? `${one.late_days}（按文件日期）` : one.late_days);
  const unless = (one, value) => (one.refused ? "" : value);
  const words = Object.values(facts.severities);
  const others = came.flatMap((one) => [...one.others.map((other) => [other.file, other.verdict]), ...one.superseded.map((old) => [old.file, old.why === "同一份" ? `与“${old.by}”是同一份，内容相同` : `已有更新，以“${old.by}”为准（${old.why}）`])]);
  return [
    table("各班", ["材料", "结论", "项目", "学员", ...words, "迟交（天）", "退回意见"], within.map((one) => [one.file || one.topic, made("span", { className: `verdict ${DESK_KINDS[one.conclusion] || ""}`, text: one.verdict }), plan(one),
      ...[one.trainees, one.errors, one.queries, one.hints].map((value) => (one.received ? unless(one, value) : "")), lateShown(one),
      one.return_notice.length ? made("button", { type: "button", text: "复制", "aria-label": `复制退回意见：${one.topic || one.file}`, onclick: () => letterCopied(one) }) : ""])),
    table("同一个班的其他材料", ["材料", "情况"], others),
    table("互相矛盾之处", ["材料", "什么", "这里", "那里"], came.flatMap((one) => one.differences.map((part) => [one.file, part.what, part.here, part.there]))),
    table("相互核对", ["级别", "情况", "材料"], found.clashes.map((one) => [one.serious ? facts.severities.error : facts.severities.query, one.what, one.files])),
    table("没有读的文件", ["文件", "是什么", "原因"], found.unread.map((one) => [one.file, one.kind, one.why])),
    table("计划表中尚无材料的项目", ["年度", "级别", "序号", "选题", "单位"], found.missing.map((one) => [one.year, one.level, one.number, one.topic, one.organiser])),
  ].filter(Boolean);
}
