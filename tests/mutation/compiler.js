"use strict";
// A compiler that stays: one line of standard JSON in, one line out. Starting it anew for every mutant would take as long as compiling.

const readline = require("node:readline");
const solc = require("solc");

readline.createInterface({ input: process.stdin }).on("line", (line) => process.stdout.write(`${solc.compile(line)}\n`));
