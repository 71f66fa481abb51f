// What is typed on the page itself: 项目信息, the 说明 of findings; and the buttons of the registry, which ask as they run.

async function factsOpened() {
  const result = await work("正在读取项目信息", { task: "facts", options: { book: held.name, today: today() } }, [bookFile()]);
  if (!result) return;
  closeTask();
  const inputs = result.answer.document.facts.map((fact) => [fact, factInput(fact)]);
  byId("facts").replaceChildren(made("h3", { id: "title-facts", tabIndex: -1, text: "填写项目信息" }),
    made("form", { onsubmit: (event) => { event.preventDefault(); factsFilled(inputs); } },
      made("div", { className: "facts-grid" }, ...inputs.map(([fact, input]) => made("label", {}, made("span", { text: fact.label }), input))),
      made("button", { className: "main", text: "写入项目信息" }), made("button", { type: "button", text: "关闭", onclick: factsClosed })));
  byId("facts").hidden = false;
  focused("title-facts");
}

function factInput({ label, value, kind, choices }) {
  if (choices.length) {
    const other = value && !choices.includes(value) ? [value] : [];
    return made("select", { "data-fact": label }, ...["", ...other, ...choices].map((choice) => made("option", { value: choice, text: choice || "（空）", selected: choice === value })));
  }
  // What is no day would be lost in a field for days.
  const day = kind === "date" && /^(\d{4}-\d\d-\d\d)?$/.test(value);
  return made("input", { type: day ? "date" : "text", value, "data-fact": label, inputMode: ["integer", "number", "amount"].includes(kind) ? "decimal" : "" });
}

function factsClosed() { byId("facts").hidden = true; byId("facts").replaceChildren(); }

async function factsFilled(inputs) {
  const values = Object.fromEntries(inputs.filter(([fact, input]) => input.value.trim() !== fact.value.trim()).map(([fact, input]) => [fact.label, input.value]));
  const count = Object.keys(values).length;
  if (!count) { say("没有改动"); return; }
  const result = await work("正在写入项目信息", { task: "fill", options: { book: held.name, today: today(), values } }, [bookFile()]);
  if (!result) return;
  factsClosed();
  await takenFrom(result, "填写项目信息");
}

async function explained(one, text) {
  if (text.trim() === (one.explained || "")) { say("没有改动"); return; }
  const options = { book: held.name, today: today(), stage: chosenStage(), texts: [[one.code, one.sheet, one.cell, text]] };
  const result = await work("正在写入说明", ...withLedger({ task: "explain", options }, [bookFile()]));
  if (result) await takenFrom(result, "填写说明");
}

async function takenFrom(result, words) {
  const changed = result.files.find((file) => file.name === held.name);
  if (changed) await taken(words, changed.data);
  else say("没有需要改动的内容");
}

// Whatever is registered beside the tasks above has its button here.
function buttonsShown() {
  byId("registered").replaceChildren(...facts.buttons.map((one) => made("button", { type: "button", text: one.label, title: one.screentip, "data-button": one.id, onclick: () => pressed(one) })));
}

async function pressed(one) {
  const answers = [], sources = [];
  for (;;) {
    const options = { book: held.name, today: today(), button: one.id, answers };
    const result = await work(`正在${one.label}`, ...withLedger({ task: "press", options }, [bookFile(), ...sources]));
    if (!result) return;
    const { asked: question, message, wrong } = result.answer.document;
    if (question) {
      const answer = await answered(question, sources);
      if (answer === null) { say("已取消，没有改动"); return; }
      answers.push(answer);
    } else {
      return outcomeOfButton(one, result, message, wrong);
    }
  }
}

async function answered({ kind, title, words, proposed, endings }, sources) {
  if (kind === "confirm") return (await asked(words, [[true, "继续"], [null, "取消"]]));
  const input = kind === "files" ? made("input", { type: "file", multiple: true, accept: endings.map((ending) => `.${ending}`).join(","), "aria-label": words })
    : made("input", { type: "text", value: proposed, "aria-label": words });
  const go = await asked(kind === "files" ? title : words, [[true, "继续"], [null, "取消"]], input);
  if (go === null) return null;
  if (kind === "text") return input.value;
  for (const file of input.files) sources.push({ name: `来源/${file.name}`, data: await read(file) });
  return [...input.files].map((file) => `来源/${file.name}`);
}

function outcomeOfButton(one, { files }, message, wrong) {
  openNow("press");
  byId("title-task").textContent = one.label;
  const changed = files.find((file) => file.name === held.name), changedLedger = ledgerIn(files);
  const lines = inWordsOfThePage(message.replace("撤销上一步", "撤销")).split("\n").map((text) => made("p", { text, className: wrong ? "late" : "" }));
  byId("task-result").replaceChildren(...(changed ? [made("p", { text: "以下改动还没有写进工作簿：" })] : []), ...lines);
  const take = () => { if (changedLedger) ledgerChanged(changedLedger.data); return taken(one.label, changed ? changed.data : current().data); };
  const others = files.filter((file) => file !== changed && file !== changedLedger);
  byId("task-actions").replaceChildren(
    ...(changed || changedLedger ? [made("button", { type: "button", className: "main", id: "take", text: changedLedger ? "采用这些改动，下载台账" : "采用这些改动", onclick: take })] : []),
    ...others.map((file) => made("button", { type: "button", className: "main", text: `下载 ${file.name}`, onclick: () => download(file.name, file.data) })),
    made("button", { type: "button", text: changed ? "不用" : "关闭", onclick: closeTask }));
  for (const file of others) download(file.name, file.data);
  (byId("take") || byId("title-task")).focus();
}
