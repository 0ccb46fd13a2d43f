// Markup has no types, so that nothing else would tell of a part that needs the stores and is not given them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const scripts = new Map(
  readdirSync(SOURCE, { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => [join(SOURCE, name), readFileSync(join(SOURCE, name), "utf8")]),
);

/** The parts declared in a script that take the stores. */
const takers = (script) =>
  Array.from(script.matchAll(/(?:function (\w+)|const (\w+) = )\(\{ stores\b[^)]*\}\)/g), ([, one, other]) => one ?? other);

/** The parts of other scripts that a script uses: [name, path]. */
const imported = (path, script) =>
  Array.from(script.matchAll(/^import \{([^}]*)\} from "(\.[^"]*)"/gm)).flatMap(([, names, from]) =>
    names.split(",").map((name) => [name.trim(), normalize(join(dirname(path), from))]),
  );

test("every part that takes the stores is given them", () => {
  let looked = 0;
  for (const [path, script] of scripts) {
    const others = imported(path, script).filter(([name, from]) => takers(scripts.get(from) ?? "").includes(name));
    for (const name of [...takers(script), ...others.map(([name]) => name)]) {
      for (const [tag] of script.matchAll(new RegExp(`<\\$\\{${name}\\}(?:=>|[^>])*>`, "g"))) {
        assert.match(tag, / stores=\$\{stores\}/, path);
        looked += 1;
      }
    }
  }
  assert.ok(looked > 50);
});
