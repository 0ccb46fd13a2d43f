// Bundles the page's modules and compiles its stylesheet. Called by site.py as: node esbuild.mjs SPECIFICATION
// where SPECIFICATION is JSON: {entries, outdir, define, single}. Prints JSON: entry -> file name.
// With `single`, the outcome is for the one-file edition: classic scripts, because a page from disk may not load modules.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const { entries, outdir, define, single } = JSON.parse(process.argv[2]);
const SHARED_ADDRESS = /new URL\("(?:\.\/)?([\w-]+\.js)",\s*(document\.baseURI|import\.meta\.url)\)/g;
const named = new Map();

/** Writes a file under a name that holds its hash, so that a server's or browser's cache can never mix two versions. */
function keep(name, extension, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const file = `${name}-${hash}${extension}`;
  writeFileSync(join(outdir, file), content);
  return file;
}

/** A module that names another by its address, to start a worker, gets that other's bundle. */
const addresses = {
  name: "addresses",
  setup(build) {
    build.onLoad({ filter: /[\\/]web[\\/]src[\\/].*\.js$/ }, async ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [whole, file, base] of contents.matchAll(SHARED_ADDRESS)) {
        const other = join(dirname(path), file);
        if (existsSync(other)) contents = contents.replace(whole, `new URL(${JSON.stringify(await bundle(other))}, ${base})`);
      }
      return { contents, loader: "js" };
    });
  },
};

/** In the one-file edition spawn_single.js takes the place of spawn.js. */
const spawning = {
  name: "spawning",
  setup(build) {
    build.onResolve({ filter: /^\.\/spawn\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, "spawn_single.js") }));
  },
};

// Pyodide takes a worker that can import scripts the old way for one that cannot import modules; this one can do both.
const MODULES_WILL_DO = "self.importScripts = undefined;";

async function bundle(entry) {
  if (named.has(entry)) return named.get(entry);
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: single ? "iife" : "esm",
    banner: single && basename(entry) === "worker.js" ? { js: MODULES_WILL_DO } : {},
    target: ["es2022", "chrome109", "firefox115"],
    minify: true,
    legalComments: "inline",
    charset: "utf8",
    define: { ...define, SINGLE_FILE: String(single) },
    external: ["node:*"],
    plugins: single ? [spawning] : [addresses],
    logLevel: "warning",
  });
  named.set(entry, keep(basename(entry, ".js"), ".js", outputFiles[0].contents));
  return named.get(entry);
}

mkdirSync(outdir, { recursive: true });
for (const entry of entries) {
  if (entry.endsWith(".js")) await bundle(entry);
  else {
    const { css } = sass.compile(entry, { style: "compressed", loadPaths: [fileURLToPath(new URL("../node_modules", import.meta.url))] });
    named.set(entry, keep(basename(entry, ".scss"), ".css", css));
  }
}
console.log(JSON.stringify(Object.fromEntries(named)));
