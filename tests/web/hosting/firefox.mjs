// A visit to the one-file edition in Firefox, with no way to any network. Called by test_single_file.py as:
// node firefox.mjs SPECIFICATION, JSON: {firefox, page, boxes: {box: [file]}, year, authority, downloads}.
// Prints JSON: {requests, complaints, footer, started} and leaves issues-for-programs.csv in `downloads`.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const given = JSON.parse(process.argv[2]);
const puppeteer = await import(pathToFileURL(createRequire(given.modules).resolve("puppeteer-core")).href);
const SECONDS = 150_000;

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: given.firefox,
  headless: true,
  extraPrefsFirefox: {
    "browser.download.folderList": 2,
    "browser.download.dir": given.downloads,
    "browser.helperApps.neverAsk.saveToDisk": "text/csv",
    // Every request goes to a port where nobody answers.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.allow_hijacking_localhost": true,
  },
});
try {
  const page = await browser.newPage();
  const requests = [];
  const complaints = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const begun = Date.now();
  await page.goto(given.page, { timeout: SECONDS });
  const shows = (words) => page.waitForFunction((text) => document.body.innerText.includes(text), { timeout: SECONDS }, words);
  await shows("The checker is ready.");
  const started = Date.now() - begun;
  for (const [box, files] of Object.entries(given.boxes)) {
    const input = await page.$(`input[type=file][data-box=${box}]`);
    await input.uploadFile(...files);
  }
  await page.waitForFunction(() => !document.querySelector("li[aria-busy=true]"), { timeout: SECONDS });
  await page.select(given.year.field, given.year.value);
  await page.type(given.authority.field, given.authority.value);
  const press = (words) =>
    page.evaluate((text) => [...document.querySelectorAll("button")].find((button) => button.innerText.startsWith(text)).click(), words);
  await press("Check the return");
  await page.waitForFunction(() => document.querySelector("h1").innerText === "Results", { timeout: SECONDS });
  const footer = await page.$eval("footer", (element) => element.innerText);
  await page.evaluate(() => (location.hash = "#/results/download"));
  await shows("Download all issues for programs");
  await press("Download all issues for programs");
  const target = join(given.downloads, "issues-for-programs.csv");
  for (let tries = 0; tries < 100 && !(existsSync(target) && !existsSync(`${target}.part`)); tries++) await wait(100);
  console.log(JSON.stringify({ requests, complaints, footer, started }));
} finally {
  await browser.close();
}
