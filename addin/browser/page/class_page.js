// One workbook: its versions on the page, the tasks on it, its report. The file on the computer is never touched.
// `kept`: the version that lies on the computer too, as it was opened or downloaded; `tried`: how many files were to be opened.
const held = { name: "", versions: [], kept: null, report: null, filter: null, tried: 0 };
const unkept = () => held.versions.length > 0 && current() !== held.kept;
const current = () => held.versions[held.versions.length - 1];
const bookFile = () => ({ name: held.name, data: current().data });
const today = () => byId("today").value;

// Takes the place of the workbook that is open only if it can be read, and once what was changed in that one is settled.
async function opened(name, data) {
  name = name.split("/").pop();
  if (await settled(name)) {
    const file = { name, data };
    const result = await work("正在核验", ...withLedger({ task: "check", options: { book: name, today: today() } }, [file]));
    if (result && (result.answer.document.class_sheet || await noRoster(file))) {
      const first = { data, words: "打开" };
      Object.assign(held, { name, versions: [first], kept: first, report: result.answer.document, filter: null });
      byId("class-drop").classList.add("opened");
      closeTask();
      factsClosed();
      openedShown();
    } else if (!result && held.versions.length && await asked(`“${name}”不能作为工作簿打开，打开着的“${held.name}”没有变。是名册的话，可以导入到“${held.name}”。`, [["import", "导入名册"], [null, "取消"]])) {
      importedInstead(file);
    }
  }
  held.tried += 1;
}

// Nothing of what was changed goes without a question.
async function settled(name) {
  if (!unkept()) return true;
  const answer = await asked(`“${held.name}”的改动还没有下载。打开“${name}”之前，先下载吗？`, [["save", "下载"], ["drop", "放弃改动"], [null, "取消"]]);
  if (answer === "save") saved();
  return answer !== null;
}

// A table of people without 项目信息 may be an annex to be judged, or a roster for the workbook that is open.
async function noRoster(file) {
  if (!held.versions.length) return true;
  const answer = await asked(`“${file.name}”没有“项目信息”，不是一期的工作簿。`, [["import", `导入到“${held.name}”`], ["open", "仍然打开它"], [null, "取消"]]);
  if (answer === "import") importedInstead(file);
  return answer === "open";
}

function importedInstead({ name, data }) {
  complain("");
  openTask("import");
  previewed("import", [new File([data], name)]);
}

function saved() {
  download(held.name, current().data);
  held.kept = current();
  versionsShown();
}

async function checked(stage) {
  const result = await work("正在核验", ...withLedger({ task: "check", options: { book: held.name, today: today(), stage: stage || chosenStage() } }, [bookFile()]));
  held.report = result && result.answer.document;
  openedShown();
  return result !== null;
}

function openedShown() {
  byId("class-tools").hidden = byId("report").hidden = false;
  versionsShown();
  reportShown();
}

const chosenStage = () => (byId("stage") ? byId("stage").value : "");

function versionsShown() {
  const steps = held.versions.length - 1;
  byId("class-name").textContent = held.name;
  byId("class-version").textContent = steps ? `已改动 ${steps} 步，上一步：${current().words}${unkept() ? "（请记得下载）" : "（已下载）"}` : "没有改动";
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
  place.replaceChildren(...[
    made("h3", { id: "title-report", tabIndex: -1, text: `核验结果：${counts}，${report.summary.blocking ? `${report.summary.blocking} 项妨碍盖章` : "可以盖章"}` }),
    ...(held.report.next || []).map((line) => made("p", { className: "next", text: inWordsOfThePage(line) })),
    factsShown(report, quota), filters(report), made("div", { id: "findings" }), deadlinesShown(deadlines)].filter(Boolean));
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
