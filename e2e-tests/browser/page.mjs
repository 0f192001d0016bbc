// Opens a page of the program in a real browser and says what is wrong with it.
//
// usage: node page.mjs MODULES BROWSER PAGE OUT_FOLDER SHIFTS
//
// Prints one JSON document: what the browser complained about, what it asked the network for, what is cut, broken, on top of something else or
// unnamed, warnings that do not begin on the first screen, hashes that have no room, and what stands on paper without what it belongs to, or on a
// sheet that is half empty. It is printed SHIFTS times, each time further down, so that pages end in other places. Screenshots, the printed
// page and what is read out of pictures are left in OUT_FOLDER. pdftotext is needed.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, file, out, shifts] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const found = {
  complaints: [], requests: [], overflow: [], clipped: [], broken: [], low: [], squeezed: [], alone: [], empty: [], violations: [], titles: [],
};

// In the page: amounts on more than one line, where no screen would be too narrow for them.
const brokenAmounts = () =>
  [...document.querySelectorAll("table:not(.endless) td.number")]
    .filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    })
    .map((cell) => cell.textContent);

// In the page: labels of pictures that end outside them, or lie on one another.
const badLabels = () =>
  [...document.querySelectorAll("svg.picture")].flatMap((picture) => {
    const outer = picture.getBoundingClientRect();
    const labels = [...picture.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const outside = labels.filter(([, inner]) =>
      inner.right > outer.right + 1 || inner.left < outer.left - 1
      || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1);
    const covered = labels.filter(([, one], number) =>
      labels.slice(number + 1).some(([, other]) =>
        one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 3 && other.top < one.bottom - 3));
    return [...outside, ...covered].map(([words]) => words);
  });

// In the page: warnings that somebody sees only who scrolls. What does not hold at all is told before them.
const lowWarnings = () =>
  [...document.querySelectorAll(".result:not(.bad) + .beware #beware")]
    .filter((title) => title.getBoundingClientRect().bottom > innerHeight)
    .map((title) => title.parentElement.textContent.trim().slice(0, 60));

// In the page: hashes in a table that a column beside them leaves no room.
const squeezedHashes = () =>
  [...document.querySelectorAll("table .code")]
    .filter((hash) => hash.getClientRects().length > 3)
    .map((hash) => hash.textContent);

// What a screen reader says of each picture.
const readOut = async (page) => {
  const session = await page.createCDPSession();
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter((node) => ["image", "img"].includes(node.role?.value)).map((node) => node.name?.value ?? "");
};

// In the page: marks of the timeline that lie beyond the sheet's text, where nothing is printed.
const marksBeside = () =>
  [...document.querySelectorAll("ol.timeline > li")]
    .filter((item) => {
      const left = parseFloat(getComputedStyle(item, "::before").left);
      return item.getBoundingClientRect().left + left < 0;
    })
    .map((item) => item.querySelector("h3").textContent.slice(0, 60));

const squeezed = (text) => text.replace(/\s+/g, "");

// Headings at the end of a printed page, and titles of columns: what they belong to is on the next one.
const alone = (printed, titles) => {
  const text = execFileSync("pdftotext", ["-layout", "-enc", "UTF-8", printed, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  // A form feed ends each page, the last one, too.
  const pages = text.split("\f").slice(0, -2).map(squeezed);
  // Titles of columns that take two lines stand there line by line: the letters are the same.
  const letters = (words) => [...words].sort().join("");
  return pages.flatMap((page) => titles.filter((title) => letters(page.slice(-title.length)) === letters(title)));
};

// Sheets but the last that are half empty. A picture, its heading and its legend are not parted, and may leave a little less than half.
const halfEmpty = (printed) => {
  const text = execFileSync("pdftotext", ["-bbox", "-enc", "UTF-8", printed, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const pages = text.split("<page ").slice(1, -1);
  return pages.flatMap((page, number) => {
    const height = Number(/height="([\d.]+)"/.exec(page)[1]);
    const end = Math.max(0, ...[...page.matchAll(/yMax="([\d.]+)"/g)].map((found) => Number(found[1])));
    return end < 0.52 * height ? [`sheet ${number + 1} ends at ${Math.round((100 * end) / height)} %`] : [];
  });
};

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
      const labels = await page.evaluate(badLabels);
      found.clipped.push(...labels.map((text) => `${where}: label ${text}`));
      found.low.push(...(await page.evaluate(lowWarnings)).map((text) => `${where}: ${text}`));
      found.squeezed.push(...(await page.evaluate(squeezedHashes)).map((text) => `${where}: ${text}`));
      const broken = await page.evaluate(brokenAmounts);
      found.broken.push(...broken.map((text) => `${where}: ${text}`));
      writeFileSync(join(out, "pictures.txt"), (await readOut(page)).join("\n"));
      // Only now, in the page's world and past its policy: axe is the test's, not the page's.
      await page.evaluate(axe);
      const report = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      for (const violation of report.violations) {
        found.violations.push(`${where}: ${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`);
      }
      await page.screenshot({ path: join(out, `${width}-${scheme}.png`), fullPage: true });
    }
  }
  // On paper: as wide as a sheet, whose text is narrower.
  await page.setViewport({ width: 794, height: 1123, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([]);
  await page.emulateMediaType("print");
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => { document.body.style.width = "178mm"; });
  const onPaper = [
    ...await page.evaluate(badLabels), ...await page.evaluate(marksBeside), ...await page.evaluate(brokenAmounts),
  ];
  found.clipped.push(...onPaper.map((text) => `paper: ${text}`));
  found.squeezed.push(...(await page.evaluate(squeezedHashes)).map((text) => `paper: ${text}`));
  await page.evaluate(() => { document.body.style.width = ""; });
  const titles = await page.evaluate(() =>
    [...document.querySelectorAll("h2, h3, caption, figcaption, thead tr")].map((title) => title.textContent));
  const options = { preferCSSPageSize: true, printBackground: false, tagged: true };
  await page.pdf({ ...options, path: join(out, "printed.pdf") });
  found.alone.push(...alone(join(out, "printed.pdf"), titles.map(squeezed)));
  found.empty.push(...halfEmpty(join(out, "printed.pdf")));
  const shifted = join(out, "shifted.pdf");
  for (let shift = 1; shift < Number(shifts); shift++) {
    const down = `${(240 * shift) / Number(shifts)}mm`;
    await page.evaluate((down) => { document.querySelector("header").style.paddingTop = down; }, down);
    await page.pdf({ ...options, path: shifted });
    found.alone.push(...alone(shifted, titles.map(squeezed)).map((text) => `${down} down: ${text}`));
    found.empty.push(...halfEmpty(shifted).map((text) => `${down} down: ${text}`));
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
