// Copies the third-party files that pages are served with out of node_modules, with their licences, and writes
// vendor.lock.json (version, licence, sha384 of each), which a test compares with what lies there.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const MODULES = new URL("../node_modules/", import.meta.url);
const SERVED = "tableorder/static/vendor/";
const TESTS_ONLY = "tests/vendor/";

const PACKAGES = [
  { name: "@alpinejs/csp", folder: SERVED, files: { "dist/module.esm.min.js": "alpine-csp.js" } },
  { name: "@alpinejs/persist", folder: SERVED, files: { "dist/module.esm.min.js": "alpine-persist.js" } },
  { name: "@alpinejs/collapse", folder: SERVED, files: { "dist/module.esm.min.js": "alpine-collapse.js" } },
  { name: "sortablejs", folder: SERVED, files: { "modular/sortable.esm.js": "sortable.js" }, licence: ["LICENSE"] },
  { name: "lucide-static", folder: SERVED, files: {}, licence: ["LICENSE"] },
  { name: "axe-core", folder: TESTS_ONLY, files: { "axe.min.js": "axe.min.js" }, licence: ["LICENSE", "LICENSE-3RD-PARTY.txt"] },
];

const ALPINE_LICENCE = `MIT License

Copyright © 2019-2025 Caleb Porzio and contributors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

async function put(path, bytes) {
  const target = new URL(path, ROOT);
  await mkdir(dirname(fileURLToPath(target)), { recursive: true });
  await writeFile(target, bytes);
  return [path, `sha384-${createHash("sha384").update(bytes).digest("base64")}`];
}

async function licenceText(from, names) {
  if (!names) return Buffer.from(ALPINE_LICENCE);
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, from), "utf8")));
  return Buffer.from(texts.join("\n"));
}

async function copyPackage({ name, folder, files, licence }) {
  const from = new URL(`${name}/`, MODULES);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", from), "utf8"));
  const copies = [[`licences/${name.replace("/", "-").replace("@", "")}.txt`, await licenceText(from, licence)]];
  for (const [source, target] of Object.entries(files)) {
    copies.push([target, await readFile(new URL(source, from))]);
  }
  const sums = await Promise.all(copies.map(([target, bytes]) => put(folder + target, bytes)));
  return { name, version, licence: license, files: Object.fromEntries(sums) };
}

await Promise.all([SERVED, TESTS_ONLY].map((folder) => rm(new URL(folder, ROOT), { recursive: true, force: true })));
const packages = [];
for (const item of PACKAGES) packages.push(await copyPackage(item));
await writeFile(new URL("vendor.lock.json", new URL("../", import.meta.url)), `${JSON.stringify({ packages }, null, 2)}\n`);
