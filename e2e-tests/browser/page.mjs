// Opens a page of the program in a real browser and says what is wrong with it.
//
// usage: node page.mjs MODULES BROWSER PAGE OUT_FOLDER
//
// Prints one JSON document: what the browser complained about, what it asked the network for, what is cut or unnamed, and how many
// pages it prints. Screenshots and the printed page are left in OUT_FOLDER.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, file, out] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const found = { complaints: [], requests: [], overflow: [], clipped: [], violations: [], titles: [] };
const browser = await puppeteer.launch({
  executablePath,
  // Containers have no user namespaces for the sandbox; the page is the program's own and runs no scripts.
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage();
  page.on("console", (message) => found.complaints.push(message.text()));
  page.on("pageerror", (error) => found.complaints.push(String(error)));
  page.on("dialog", async (dialog) => {
    found.complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url) found.requests.push(request.url());
  });
  for (const width of [360, 1280]) {
    for (const scheme of ["light", "dark"]) {
      const where = `${width} ${scheme}`;
      await page.setViewport({ width, height: 800, deviceScaleFactor: 1 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(url, { waitUntil: "load" });
      found.titles.push(await page.title());
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) found.overflow.push(`${where}: the page is ${wide} wide`);
      // Whatever is wider than its own box is cut or runs over.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll("body *:not(svg *):not(thead, thead *)")]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
          .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 60)}`),
      );
      found.clipped.push(...cut.map((text) => `${where}: ${text}`));
      // Labels in pictures stay inside them.
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll("svg.picture text")]
          .filter((text) => {
            const inner = text.getBoundingClientRect();
            const outer = text.ownerSVGElement.getBoundingClientRect();
            return inner.right > outer.right + 1 || inner.left < outer.left - 1
              || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
          })
          .map((text) => text.textContent),
      );
      found.clipped.push(...outside.map((text) => `${where}: label ${text}`));
      // Only now, in the page's world and past its policy: axe is the test's, not the page's.
      await page.evaluate(axe);
      const report = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      for (const violation of report.violations) {
        found.violations.push(`${where}: ${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`);
      }
      await page.screenshot({ path: join(out, `${width}-${scheme}.png`), fullPage: true });
    }
  }
  await page.pdf({ path: join(out, "printed.pdf"), preferCSSPageSize: true, printBackground: false, tagged: true });
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
