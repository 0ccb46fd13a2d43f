// Compiles a folder of Python sources to bytecode with the Python that will run it: the bundle's own, under Node.
// Called by compile.py as: node compile.mjs SOURCE TARGET PREFIX OPTIMIZE
import { loadPyodide } from "pyodide";

const [source, target, prefix, optimize] = process.argv.slice(2);

// A fixed hash seed and one interpreter per package keep the bytes the same from build to build.
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
pyodide.mountNodeFS("/source", source);
pyodide.mountNodeFS("/target", target);
pyodide.globals.set("prefix", prefix);
pyodide.globals.set("optimize", Number(optimize));
const failed = pyodide.runPython(`
import importlib.util
import os
from importlib._bootstrap_external import _code_to_hash_pyc

failed = []
for folder, folders, names in os.walk("/source"):
    folders.sort()
    for name in sorted(names):
        if not name.endswith(".py"):
            continue
        path = os.path.join(folder, name)
        inside = os.path.relpath(path, "/source")
        with open(path, "rb") as file:
            source = file.read()
        try:
            code = compile(source, f"{prefix}/{inside}", "exec", dont_inherit=True, optimize=optimize)
        except (SyntaxError, ValueError) as error:
            failed.append(f"{inside}: {error}")
            continue
        # Unchecked: the source is not there to compare with. Beside the module, where Python looks when it has no source.
        pyc = _code_to_hash_pyc(code, importlib.util.source_hash(source), checked=False)
        out = os.path.join("/target", inside + "c")
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with open(out, "wb") as file:
            file.write(pyc)
"\\n".join(failed)
`);
if (failed) {
  console.error(failed);
  process.exit(1);
}
