use crate::input::InputError;
use crate::input::body::{Body, Written};
use crate::input::budget::{Budget, Meter};
use crate::input::markup::{Markup, is_block};
use crate::input::numbering::{Style, spaced, starts_item};

/// Reads a web page: its main content with tables and numbered lists, without navigation and the like. A page
/// that is nothing but a document, as word processors save it, is read whole.
pub(super) fn read(text: &str, budget: &Budget) -> Result<Written, InputError> {
    let markup = Markup::new(text);
    let page = Page::new(&markup);
    let main = page.main();
    let mut written = page.walk(main, Body::new(budget))?;
    if let Some(title) = page.title(main, budget)?.filter(|title| !starts_with(&written.text, title)) {
        written.text = format!("{title}\n{}", written.text);
        written.headings.iter_mut().for_each(|(at, _)| *at += title.len() + 1);
    }
    Ok(written)
}

/// Reads a piece of a page, all of it. Several pieces of one file share what `left` has.
pub(super) fn piece(text: &str, left: &mut Meter) -> Result<Written, InputError> {
    let written = Page::new(&Markup::new(text)).walk(0, Body::within(*left))?;
    left.take(written.text.len());
    Ok(written)
}

/// Whether the text at the start of a page is a web page.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = match () {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|at| at + 3),
            _ if rest.starts_with("<?xml") => rest.find("?>").map(|at| at + 2),
            _ => None,
        };
        let Some(end) = end else { break };
        rest = rest[end..].trim_start();
    }
    let head: String = rest.chars().take(16).collect::<String>().to_ascii_lowercase();
    let begins = |names: &[&str]| {
        names.iter().any(|name| {
            head.strip_prefix('<')
                .and_then(|head| head.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\r', '\t', '/']))
        })
    };
    begins(&["!doctype", "html", "head", "body", "meta", "title"])
        || begins(&[
            "table", "div", "p", "span", "h1", "h2", "h3", "ol", "ul", "article", "section", "font", "center",
        ]) && rest.contains("</")
}

/// The encoding that a page names for itself.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    memchr::memchr(b'<', &bytes[..bytes.len().min(4096)])?;
    let head: String = bytes.iter().take(4096).map(|&b| char::from(b).to_ascii_lowercase()).collect();
    head.find('<')?;
    let at = head.find("charset=").map(|at| at + 8).or_else(|| {
        let at = head.find("encoding=")?;
        head.trim_start().starts_with("<?xml").then_some(at + 9)
    })?;
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(name.len());
    Some(name[..end].to_owned())
}

/// What is known about each node.
struct Page<'m> {
    markup: &'m Markup<'m>,
    /// Left out, with all inside it.
    out: Vec<bool>,
    /// Characters inside the node, white space and links left out.
    text: Vec<u32>,
    /// Characters inside links inside the node.
    linked: Vec<u32>,
}

/// Elements that show no text of their own.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "select", "button", "textarea", "iframe",
    "object", "audio", "video", "canvas", "map", "del", "nav", "title", "rt", "rp", "datalist", "xmp",
];

/// Words in the class or name of an element that say it is not content.
const BESIDE: &[&str] = &[
    "nav",
    "navbar",
    "menu",
    "header",
    "footer",
    "foot",
    "sidebar",
    "side",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "location",
    "position",
    "share",
    "bdsharebuttonbox",
    "related",
    "copyright",
    "toolbar",
    "pagination",
    "pager",
    "comment",
    "comments",
    "login",
    "search",
    "qrcode",
    "banner",
    "advert",
    "ads",
    "topbar",
    "bottom",
];

/// Words in the class or name of the element that holds the content, in the systems that government sites and
/// others use.
const CONTENT: &[&str] = &[
    "zoom",
    "zoomcon",
    "trs_editor",
    "trs_uedit",
    "ucap-content",
    "article-content",
    "article_content",
    "articlecontent",
    "news_content",
    "news-content",
    "v_news_content",
    "wp_articlecontent",
    "custom_unionstyle",
    "xl_content",
    "detail-content",
    "detail_content",
    "content-text",
    "pages_content",
    "entry-content",
    "post-content",
    "rich_media_content",
    "js_content",
    "view-content",
    "main-content",
    "article",
    "content",
    "con_text",
];

impl<'m> Page<'m> {
    fn new(markup: &'m Markup<'m>) -> Page<'m> {
        let n = markup.nodes.len();
        let mut page = Page { markup, out: vec![false; n], text: vec![0; n], linked: vec![0; n] };
        let mut beside = Vec::new();
        let mut at = 0;
        // Whether a node is inside a link.
        let mut link = vec![false; n];
        while at < n {
            let node = &markup.nodes[at];
            link[at] = link[node.parent()] || node.name == "a";
            if node.name.is_empty() {
                let count = node.text.chars().filter(|c| !c.is_whitespace()).count() as u32;
                if link[at] { page.linked[at] = count } else { page.text[at] = count }
            } else if SILENT.contains(&node.name.as_ref()) || page.is_hidden(at) && !page.is_shown_later(at) {
                page.out[at] = true;
                at = node.end().max(at + 1);
                continue;
            } else if page.has_word(at, BESIDE) || matches!(node.name.as_ref(), "footer" | "aside") {
                beside.push(at);
            }
            at += 1;
        }
        page.add_up();
        let whole = page.text[0];
        // A word may also name what holds all of the page.
        for at in beside {
            if page.text[at] < whole / 4 {
                page.out[at] = true;
            }
        }
        for at in 1..n {
            let node = &markup.nodes[at];
            if matches!(node.name.as_ref(), "ul" | "ol" | "div" | "table" | "p" | "dl") && page.is_links(at) {
                page.out[at] = true;
            }
        }
        page
    }

    /// Adds up the characters of each element.
    fn add_up(&mut self) {
        for at in (1..self.markup.nodes.len()).rev() {
            let parent = self.markup.nodes[at].parent();
            if !self.out[at] {
                self.text[parent] += self.text[at];
                self.linked[parent] += self.linked[at];
            }
        }
    }

    fn is_hidden(&self, at: usize) -> bool {
        let style = self.markup.get(at, "style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.split_whitespace().collect();
        style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
            || self.markup.get(at, "hidden").is_some()
    }

    /// Whether a script makes an element visible once the page is there, as the articles of saved pages: it is only
    /// invisible, and named as what holds the content.
    fn is_shown_later(&self, at: usize) -> bool {
        let style = self.markup.get(at, "style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.split_whitespace().collect();
        !style.contains("display:none") && style.contains("visibility:hidden") && self.has_word(at, CONTENT)
    }

    /// Whether a word of the element's class or name is one of `words`.
    fn has_word(&self, at: usize, words: &[&str]) -> bool {
        ["class", "id", "role", "title"].iter().filter_map(|name| self.markup.get(at, name)).any(|value| {
            let value = value.to_ascii_lowercase();
            value.split_whitespace().any(|word| {
                words.contains(&word)
                    || words == BESIDE && word.split(['-', '_']).any(|piece| words.contains(&piece))
            })
        })
    }

    /// Whether an element is a list of links and little else.
    fn is_links(&self, at: usize) -> bool {
        if self.linked[at] / 4 < self.text[at] || self.linked[at] == 0 {
            return false;
        }
        let node = &self.markup.nodes[at];
        self.markup.nodes[at..node.end()].iter().filter(|node| node.name == "a").count() >= 5
    }

    /// The element that holds the content.
    fn main(&self) -> usize {
        let n = self.markup.nodes.len();
        let whole = self.text[0];
        let known = (1..n)
            .filter(|&at| {
                !self.out[at] && self.text[at] > whole / 2 && self.is_holder(at) && self.has_word(at, CONTENT)
            })
            // The most specific word; of two with the same, the outer one.
            .min_by_key(|&at| CONTENT.iter().position(|word| self.has_word(at, &[word])));
        if let Some(at) = known {
            return at;
        }
        let mut main = 0;
        let mut at = 1;
        while at < n.min(self.markup.nodes[main].end()) {
            let node = &self.markup.nodes[at];
            if !self.out[at]
                && self.is_holder(at)
                && u64::from(self.text[at]) * 100 >= u64::from(whole) * 85
                && whole > 0
            {
                main = at;
                at += 1;
            } else if node.parent() == main
                || self.out[at]
                || u64::from(self.text[at]) * 100 < u64::from(whole) * 85
            {
                // What is inside a small element is small.
                at = node.end().max(at + 1);
            } else {
                at += 1;
            }
        }
        // A table is read with what stands above and below it.
        while matches!(self.markup.nodes[main].name.as_ref(), "table" | "tbody" | "tr") {
            main = self.markup.nodes[main].parent();
        }
        main
    }

    /// Whether an element may hold the content, rather than be a paragraph of it.
    fn is_holder(&self, at: usize) -> bool {
        matches!(
            self.markup.nodes[at].name.as_ref(),
            "html"
                | "body"
                | "div"
                | "article"
                | "section"
                | "main"
                | "td"
                | "form"
                | "center"
                | "table"
                | "tbody"
                | "tr"
        )
    }

    /// The title of a page whose content is only a part of it.
    fn title(&self, main: usize, budget: &Budget) -> Result<Option<String>, InputError> {
        let nodes = &self.markup.nodes;
        let beside: usize = (1..nodes.len())
            .filter(|&at| nodes[at].name.is_empty() && !(main <= at && at < nodes[main].end()))
            .filter(|&at| {
                !nodes[nodes[at].parent()].name.starts_with("title") && !nodes[at].text.trim().is_empty()
            })
            .count();
        if matches!(nodes[main].name.as_ref(), "#document" | "html" | "body") || beside == 0 {
            return Ok(None);
        }
        let outside = |at: &usize| !(main <= *at && *at < nodes[main].end()) && !self.out[*at];
        let heading =
            (1..nodes.len()).filter(outside).find(|&at| nodes[at].name == "h1" && self.text[at] > 3);
        let Some(at) = heading else { return Ok(None) };
        Ok(Some(self.walk(at, Body::new(budget))?.text.replace('\n', ""))
            .filter(|title| !title.trim().is_empty()))
    }

    /// Ordered lists without a style that are the outermost level of an outline: a list in them has none either,
    /// or one that goes on with their numbers has such a list.
    fn outlines(&self) -> Vec<usize> {
        let nodes = &self.markup.nodes;
        let plain = |at: usize| nodes[at].name == "ol" && self.markup.get(at, "type").is_none();
        let (mut outlines, mut run, mut is_outline) = (Vec::new(), Vec::new(), false);
        let mut next = i64::MIN;
        let mut at = 1;
        while at < nodes.len() {
            let end = nodes[at].end();
            if !plain(at) {
                at += 1;
                continue;
            }
            if self.markup.number(at, "start").unwrap_or(1) != next {
                if std::mem::take(&mut is_outline) {
                    outlines.append(&mut run);
                }
                run.clear();
                next = self.markup.number(at, "start").unwrap_or(1);
            }
            run.push(at);
            let mut item = at + 1;
            while item < end {
                if nodes[item].name == "li" {
                    next = next.saturating_add(1);
                }
                if matches!(nodes[item].name.as_ref(), "ol" | "ul" | "table") {
                    is_outline |= plain(item);
                    item = nodes[item].end().max(item + 1);
                } else {
                    item += 1;
                }
            }
            at = end.max(at + 1);
        }
        if is_outline {
            outlines.append(&mut run);
        }
        outlines
    }

    /// The text inside an element.
    fn walk(&self, root: usize, body: Body) -> Result<Written, InputError> {
        let nodes = &self.markup.nodes;
        let mut writer = Writer::new(self.outlines(), body);
        // Where open elements end, with what to do there.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut at = root;
        while at < nodes[root].end() && !writer.body.is_over() {
            while let Some((_, element)) = open.pop_if(|(end, _)| *end <= at) {
                writer.close(&nodes[element].name);
            }
            let node = &nodes[at];
            if self.out[at] && at != root {
                at = node.end().max(at + 1);
                continue;
            }
            if node.name.is_empty() {
                writer.text(&node.text);
            } else {
                writer.open(self.markup, at);
                open.push((node.end(), at));
            }
            at += 1;
        }
        for (_, element) in open.into_iter().rev() {
            writer.close(&nodes[element].name);
        }
        writer.finish()
    }
}

/// Whether the first lines of a text hold `title`.
fn starts_with(text: &str, title: &str) -> bool {
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let head: String = text.lines().take(8).collect();
    squeeze(&head).contains(&squeeze(title))
}

/// Puts the text of a page together.
struct Writer {
    body: Body,
    /// The open paragraph.
    line: String,
    /// White space is waiting, and whether it holds a line break.
    space: Option<bool>,
    lists: Vec<List>,
    /// The level of the open heading.
    heading: Option<u8>,
    /// The number of the item that begins.
    label: Option<String>,
    kept: usize,
    outlines: Vec<usize>,
}

/// An open list.
struct List {
    ordered: bool,
    style: Option<Style>,
    next: i64,
    step: i64,
    /// How many ordered lists without a style of their own are around it; none if the outline has one level.
    depth: Option<usize>,
}

impl Writer {
    fn new(outlines: Vec<usize>, body: Body) -> Writer {
        Writer {
            body,
            line: String::new(),
            space: None,
            lists: Vec::new(),
            heading: None,
            label: None,
            kept: 0,
            outlines,
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.kept > 0 => {
                    if c == '\n' {
                        self.line.push('\n');
                    }
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    self.space = Some(self.space.unwrap_or(false) || matches!(c, '\n' | '\r'));
                }
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                c if c.is_control() => {}
                c => {
                    if let Some(broken) = self.space.take()
                        && let Some(before) = self.line.chars().last().filter(|c| *c != '\n')
                    {
                        // Editors break lines of Chinese, where no space is meant.
                        if !(broken && before > '\u{2e80}' && c > '\u{2e80}') {
                            self.line.push(' ');
                        }
                    }
                    if let Some(label) = self.label.take()
                        && !starts_item(&format!(
                            "{c}{}",
                            text.trim_start().chars().skip(1).take(8).collect::<String>()
                        ))
                    {
                        self.line.push_str(&label);
                    }
                    self.line.push(if c == '\u{a0}' { ' ' } else { c });
                }
            }
        }
    }

    fn flush(&mut self) {
        self.space = None;
        let line = std::mem::take(&mut self.line);
        match self.heading {
            Some(level) => self.body.heading(&line, level),
            None => self.body.paragraph(&line),
        }
    }

    fn open(&mut self, markup: &Markup, at: usize) {
        let name = markup.nodes[at].name.as_ref();
        let span = |name| markup.number(at, name).and_then(|n| usize::try_from(n).ok());
        if is_block(name) {
            self.flush();
        }
        match name {
            "br" => {
                self.space = None;
                self.line.push('\n');
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name[1..].parse().ok(),
            "pre" => self.kept += 1,
            "table" => self.body.open_table(),
            "tr" => {
                self.flush();
                self.body.open_row();
            }
            "td" | "th" => {
                self.flush();
                self.body.open_cell(span("colspan").unwrap_or(1), span("rowspan").unwrap_or(1));
            }
            "ol" | "ul" => self.list(markup, at),
            "li" => {
                self.label = None;
                let value = markup.number(at, "value");
                if let Some(list) = self.lists.last_mut() {
                    list.next = value.unwrap_or(list.next);
                    self.label = list.label();
                    list.next = list.next.saturating_add(list.step);
                }
            }
            _ => {}
        }
    }

    fn list(&mut self, markup: &Markup, at: usize) {
        let ordered = markup.nodes[at].name == "ol";
        let css = markup.get(at, "style").unwrap_or_default().to_ascii_lowercase();
        let css = css.split("list-style-type:").nth(1).or(css.split("list-style:").nth(1));
        let css = css.and_then(|css| css.split(';').next()).map(|css| css.trim().to_owned());
        let style = match (css.as_deref(), markup.get(at, "type")) {
            (Some(css), _) => of_css(css),
            (None, Some(sample)) => Some(Style::of_sample(&sample)),
            (None, None) => None,
        };
        let around = self.lists.iter().rev().take_while(|list| list.depth.is_some()).count();
        let is_outer = || self.outlines.binary_search(&at).is_ok();
        let depth = (ordered && style.is_none() && (around > 0 || is_outer())).then_some(around);
        let next = markup.number(at, "start").unwrap_or(1);
        let step = if markup.get(at, "reversed").is_some() { -1 } else { 1 };
        self.lists.push(List { ordered, style, next, step, depth });
    }

    fn close(&mut self, name: &str) {
        if is_block(name) || matches!(name, "td" | "th" | "tr") {
            self.flush();
        }
        match name {
            "pre" => self.kept = self.kept.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            "table" => self.body.close_table(),
            "ol" | "ul" => {
                self.lists.pop();
            }
            "li" => {
                // The number may be all there is in a cell.
                if let Some(label) = self.label.take().filter(|_| self.body.in_cell()) {
                    self.body.paragraph(label.trim());
                }
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Result<Written, InputError> {
        self.flush();
        self.body.written("html")
    }
}

impl List {
    /// The label of the next item.
    fn label(&self) -> Option<String> {
        if !self.ordered {
            return None;
        }
        let n = self.next;
        match (self.style, self.depth) {
            (Some(Style::None), _) => None,
            (Some(style @ (Style::Counting | Style::Legal | Style::LegalTraditional | Style::Stems)), _) => {
                Some(format!("{}、", style.write(n)))
            }
            (Some(style @ (Style::Circle | Style::Paren | Style::ParenCounting)), _) => Some(style.write(n)),
            (Some(style), _) => Some(spaced(&format!("{}.", style.write(n)))),
            // A browser writes 1. on every level. What was saved from a word processor had the levels of
            // official documents.
            (None, Some(0)) => Some(format!("{}、", Style::Counting.write(n))),
            (None, Some(1)) => Some(format!("（{}）", Style::Counting.write(n))),
            (None, Some(3)) => Some(format!("（{n}）")),
            (None, Some(4)) => Some(Style::Circle.write(n)),
            (None, _) => Some(spaced(&format!("{n}."))),
        }
    }
}

/// A `list-style-type`.
fn of_css(name: &str) -> Option<Style> {
    Some(match name {
        "none" => Style::None,
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "cjk-decimal" => {
            Style::Counting
        }
        "simp-chinese-formal" => Style::Legal,
        "trad-chinese-formal" => Style::LegalTraditional,
        "cjk-heavenly-stem" => Style::Stems,
        "cjk-earthly-branch" => Style::Branches,
        "decimal" => Style::Decimal,
        "decimal-leading-zero" => Style::DecimalZero,
        "lower-alpha" | "lower-latin" => Style::LowerLetter,
        "upper-alpha" | "upper-latin" => Style::UpperLetter,
        "lower-roman" => Style::LowerRoman,
        "upper-roman" => Style::UpperRoman,
        _ => return None,
    })
}
