// The page begins.
let facts = null;

function placeShown(name) {
  for (const button of document.querySelectorAll("nav button")) button.setAttribute("aria-current", String(button.dataset.place === name));
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== `place-${name}`;
  byId(`title-${name}`).focus();
}

function plansShown() {
  const year = byId("new-year").value;
  const level = byId("new-level").value;
  const text = byId("new-search").value.trim();
  const rows = (facts.plans[year] || []).filter((row) => row.level === level && (!text || `${row.number} ${row.topic} ${row.organiser}`.includes(text)));
  byId("new-plan").replaceChildren(...rows.map((row, at) => made("option", { value: row.number, text: `${row.number}　${row.topic}　${row.organiser}　${row.months}`, selected: at === 0 })));
}

async function newMade(event) {
  event.preventDefault();
  const plan = Number(byId("new-plan").value);
  if (!plan) { complain("还没有选择项目"); return; }
  const result = await work("正在生成工作簿", { task: "new", options: { level: byId("new-level").value, plan, year: Number(byId("new-year").value) } }, []);
  if (!result) return;
  const [file] = result.files;
  download(file.name, file.data);
  placeShown("class");
  await opened(file.name, file.data);
  if (held.name !== file.name) return;
  say(`已新建并下载 ${file.name}，现在可以导入名册，或在 Excel、WPS 中填写后再拖进来`);
}

// The full texts are unpacked when somebody wants to read them.
async function licencesShown() {
  const place = byId("licences").querySelector("pre");
  if (!place.textContent) place.textContent = await inflatedText("licences");
}

function wired() {
  byId("today").value = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  byId("cancel").onclick = async () => {
    say("正在取消……");
    await engine.cancel();
    say("已取消，没有改动");
  };
  for (const button of document.querySelectorAll("nav button")) button.onclick = () => placeShown(button.dataset.place);
  for (const button of document.querySelectorAll("[data-task]")) button.onclick = () => started(button.dataset.task);
  byId("undo").onclick = undone;
  byId("save").onclick = saved;
  byId("reveal").onchange = byId("today").onchange = () => { if (held.versions.length) checked(); };
  byId("licences").ontoggle = licencesShown;
  byId("new-form").onsubmit = newMade;
  byId("new-year").onchange = byId("new-level").onchange = byId("new-search").oninput = plansShown;
  const one = async (found) => {
    const first = found.find(({ file }) => file);
    if (first) await opened(first.name, await read(first.file));
  };
  byId("class-file").onchange = (event) => one(filesOf(event.target));
  droppable(byId("class-drop"), one);
  for (const id of ["review-files", "review-folder"]) {
    byId(id).onchange = (event) => receivedAdded(filesOf(event.target));
  }
  droppable(byId("review-drop"), receivedAdded);
  byId("review-run").onclick = reviewed;
  byId("review-clear").onclick = () => { received.length = 0; receivedAdded([]); byId("review-result").replaceChildren(); };
  // A file that misses its place must not take the page away.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  addEventListener("unhandledrejection", ({ reason }) => {
    const moved = reason && ["NotReadableError", "NotFoundError"].includes(reason.name);
    complain(moved ? "文件在选择以后又改动过或移走了，请重新选择" : `程序出错（${(reason && reason.message) || reason}），没有改动`);
  });
  addEventListener("beforeunload", (event) => { if (unkept() || ledger.changed) event.preventDefault(); });
}

// The page works while the browser still reads the parts that come last.
function wholeRead() {
  return document.readyState === "loading" ? new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true })) : null;
}

async function begun() {
  wired();
  busy(true);
  byId("cancel").hidden = true;
  try {
    engine.ready = engine.start();
    facts = JSON.parse(await inflatedText("start"));
    await Promise.all([engine.ready, wholeRead()]);
  } catch (error) {
    say("没有准备好");
    complain(`本页没有启动成功（${error.message}）。请关闭其他标签页后重新打开，或换一个较新的浏览器`);
    return;
  }
  busy(false);
  byId("new-year").replaceChildren(...Object.keys(facts.plans).sort().reverse().map((year) => made("option", { value: year, text: year })));
  byId("new-level").replaceChildren(...facts.levels.map((level) => made("option", { value: level, text: level })));
  plansShown();
  buttonsShown();
  say("可以开始了");
}

if (window.gaoyanAble) begun();
