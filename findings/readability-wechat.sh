#!/bin/sh
# Readability finds no article in a saved page of a WeChat account, where browsers show one.
#
# The page that such an account serves has its text in `#js_content` with `style="visibility: hidden; opacity: 0;"`; a
# script makes it visible. Offices publish plans there and people save the page as it came. One expects the article,
# for it is the page's only text. Seen: Readability drops what is hidden and gives the title alone, with no error; the
# same page without the style gives all. Whoever reads it sees a plan with a title and no tasks.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >npm.log
npm install --no-audit --no-fund --loglevel=error @mozilla/readability@0.6.0 jsdom@26.1.0 >>npm.log
echo @mozilla/readability@0.6.0 jsdom@26.1.0
cat >found.js <<'NODE'
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");
const text = "（一）修剪行道树。汛期前完成主干道行道树修剪，清理枯枝和危险树木，遇到名木古树要先报市林业局同意后再行修剪，并做好记录。";
const page = (style) => `<html><head><title>工作要点</title></head><body><div id="js_article"><div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title">青川市2025年园林绿化工作要点</h1><div class="rich_media_content" id="js_content"${style}>${`<p>${text}</p>`.repeat(12)}</div></div></div></body></html>`;
const read = (style) => {
  const article = new Readability(new JSDOM(page(style)).window.document).parse();
  return article ? article.textContent.split(text).length - 1 : null;
};
const seen = { "paragraphs, as served": read(' style="visibility: hidden; opacity: 0; "'), "paragraphs, without the style": read("") };
const want = { "paragraphs, as served": 0, "paragraphs, without the style": 12 };

console.log(JSON.stringify(seen, null, 1));
if (JSON.stringify(seen) !== JSON.stringify(want)) {
  console.log("CHANGED: this is not what was found");
  process.exit(1);
}
console.log("as found");
NODE
node found.js
