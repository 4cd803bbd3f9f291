// Reads BPMN files with bpmn-moddle and lints them with bpmnlint's recommended rules; prints one JSON line a file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BpmnModdle } from "bpmn-moddle";

const require = createRequire(import.meta.url);
const Linter = require("bpmnlint/lib/linter");
const NodeResolver = require("bpmnlint/lib/resolver/node-resolver");

const moddle = new BpmnModdle();

for (const file of process.argv.slice(2)) {
  // one rule remembers what it has seen, so each file gets a linter of its own
  const linter = new Linter({ config: { extends: "bpmnlint:recommended" }, resolver: new NodeResolver() });
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(file, "utf8"));
  const reports = Object.entries(await linter.lint(rootElement)).flatMap(([rule, found]) =>
    found.map(({ id, message, category }) => ({ rule, id, message, category })),
  );
  console.log(JSON.stringify({ file, warnings: warnings.map((warning) => warning.message), reports }));
}
