// One workbook: its versions on the page, the tasks on it, its report. The file on the computer is never touched.
const held = { name: "", versions: [], report: null, filter: null };
const current = () => held.versions[held.versions.length - 1];
const bookFile = () => ({ name: held.name, data: current().data });
const today = () => byId("today").value;

async function opened(name, data) {
  held.name = name.split("/").pop();
  held.versions = [{ data, words: "打开" }];
  held.report = held.filter = null;
  byId("class-drop").classList.add("opened");
  closeTask();
  await checked();
}

async function checked(stage) {
  const result = await work("正在核验", ...withLedger({ task: "check", options: { book: held.name, today: today(), stage: stage || chosenStage() } }, [bookFile()]));
  byId("class-tools").hidden = byId("report").hidden = false;
  versionsShown();
  held.report = result && result.answer.document;
  reportShown();
  return result !== null;
}

const chosenStage = () => (byId("stage") ? byId("stage").value : "");

function versionsShown() {
  const steps = held.versions.length - 1;
  byId("class-name").textContent = held.name;
  byId("class-version").textContent = steps ? `已改动 ${steps} 步，上一步：${current().words}（请记得下载）` : "没有改动";
  byId("undo").disabled = !steps;
}

function taken(words, data) {
  held.versions.push({ data, words });
  closeTask();
  return checked().then(() => focused("title-report"));
}

async function undone() {
  if (held.versions.length < 2) return;
  const { words } = held.versions.pop();
  closeTask();
  await checked();
  focused("title-report");
  say(`已撤销“${words}”${words === TASKS.number.words ? "；编号在台账上仍为这些人保留" : ""}`);
}

function reportShown() {
  const place = byId("report");
  if (!held.report) { place.replaceChildren(); return; }
  const { report, quota, deadlines } = held.report;
  const counts = Object.entries(facts.severities).map(([name, word]) => `${word} ${report.summary[name]}`).join("，");
  place.replaceChildren(
    made("h3", { id: "title-report", tabIndex: -1, text: `核验结果：${counts}，${report.summary.blocking ? `${report.summary.blocking} 项妨碍盖章` : "可以盖章"}` }),
    factsShown(report, quota), filters(report), made("div", { id: "findings" }), deadlinesShown(deadlines));
  const broken = report.rules.filter((rule) => rule.status === "failed");
  if (broken.length) place.append(made("p", { className: "late", text: `没有核验成的规则：${broken.map((rule) => rule.code).join("、")}` }));
  findingsAgain();
}

function factsShown(report, quota) {
  const f = report.facts;
  const lines = [["级别", report.level], ["学员", f.trainees], ["工作人员", `${f.staff}（最多 ${f.staff_limit}）`], ["线上参训", f.online], ["天数", f.days],
    ["总学时", f.hours], ["附件3合计（元）", f.total], ["综合定额（元）", quota && quota.limit], ["定额内已列支（元）", quota && quota.spent], ["定额还剩（元）", quota && quota.left]];
  return made("dl", { className: "facts" }, ...lines.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => made("div", {}, made("dt", { text: name }), made("dd", { text: shown(value), className: name === "定额还剩（元）" && String(value).startsWith("-") ? "late" : "" }))));
}

function filters(report) {
  held.filter = held.filter || { severities: new Set(Object.keys(facts.severities)), sheet: "", text: "" };
  const sheets = [...new Set(report.findings.map((one) => one.sheet))];
  if (!sheets.includes(held.filter.sheet)) held.filter.sheet = "";
  const boxes = Object.entries(facts.severities).map(([name, word]) => made("label", {}, made("input", {
    type: "checkbox", checked: held.filter.severities.has(name), onchange: (event) => { held.filter.severities[event.target.checked ? "add" : "delete"](name); findingsAgain(); },
  }), ` ${word}`));
  const choice = made("select", { onchange: (event) => { held.filter.sheet = event.target.value; findingsAgain(); } },
    made("option", { value: "", text: "全部表" }), ...sheets.map((sheet) => made("option", { value: sheet, text: sheet, selected: sheet === held.filter.sheet })));
  const search = made("input", { type: "search", value: held.filter.text, placeholder: "姓名、单元格、规则", oninput: (event) => { held.filter.text = event.target.value.trim(); findingsAgain(); } });
  const stage = made("select", { id: "stage", onchange: (event) => checked(event.target.value) }, made("option", { value: "", text: "按日期" }),
    ...facts.stages.map((word) => made("option", { value: word, text: word, selected: word === chosenStage() })));
  return made("div", { className: "row", role: "group", "aria-label": "筛选" }, ...boxes, made("label", {}, "表 ", choice), made("label", {}, "查找 ", search), made("label", {}, "阶段 ", stage));
}

function findingsAgain() { byId("findings").replaceChildren(...findingsShown(held.report.report, facts, held.filter)); }

function deadlinesShown(list) {
  const due = list.entries.filter((one) => one.due).sort((a, b) => (a.due < b.due ? -1 : 1));
  if (!due.length) return null;
  const left = (one) => (one.filed ? `${one.filed} 已报送` : one.done ? "已齐备" : one.days_left < 0 ? `已过期 ${-one.days_left} 天` : `还有 ${one.days_left} 天`);
  return made("details", { open: true }, made("summary", {}, made("strong", { text: "期限" })),
    table("", ["事项", "截止日期", "剩余", "报送对象、签章", "依据"], due.map((one) => [one.item, one.due, left(one), one.signs || one.office, one.clause])));
}
