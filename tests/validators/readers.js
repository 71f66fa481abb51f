// Reads a workbook with readers of others and says on which it fails: [[reader, what it says], ...] as JSON.
"use strict";

const path = process.argv[2];
const readers = {
  exceljs: async () => new (require("exceljs").Workbook)().xlsx.readFile(path),
  "xlsx-populate": async () => require("xlsx-populate").fromFileAsync(path),
};

(async () => {
  const faults = [];
  for (const [name, read] of Object.entries(readers)) {
    try {
      await read();
    } catch (fault) {
      faults.push([name, fault.message]);
    }
  }
  process.stdout.write(JSON.stringify(faults));
})();
