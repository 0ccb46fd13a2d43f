// Installs the shipped packages with Pyodide's own loader from the shipped lock, into an untouched Pyodide with the shipped
// standard library, and runs a program there. Called as: node run_bundle.mjs PYODIDE FOLDER PROGRAM
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, folder, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide({
  stdLibURL: join(folder, "python_stdlib.zip"),
  lockFileContents: readFileSync(join(folder, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: `${folder}/`,
  stdout: (line) => writeSync(1, `${line}\n`),
});
await pyodide.loadPackage("check903", { messageCallback: () => {}, errorCallback: (words) => console.error(words) });
try {
  pyodide.runPython(readFileSync(program, "utf8"));
} catch (error) {
  // Node would print the whole of Pyodide's one line of source with it.
  console.error(error.message);
  process.exit(1);
}
