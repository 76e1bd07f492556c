//! HTML as people save it, in one flat list of nodes. Nothing is an error; end tags that are missing are
//! implied as browsers imply them.

use std::borrow::Cow;

/// A document: elements and texts in document order, children after their parent.
#[derive(Debug, Default)]
pub(super) struct Markup<'t> {
    pub(super) nodes: Vec<Node<'t>>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node<'t> {
    parent: u32,
    end: u32,
    /// The element's name in lower case; empty for a text.
    pub(super) name: Cow<'t, str>,
    /// The text, with its references resolved; for an element its attributes as written.
    pub(super) text: Cow<'t, str>,
}

impl Node<'_> {
    /// The element around it.
    pub(super) fn parent(&self) -> usize {
        self.parent as usize
    }

    /// One past the last node inside it.
    pub(super) fn end(&self) -> usize {
        self.end as usize
    }
}

/// Elements deeper than this are left out, but not what is inside them. Browsers stop at 512.
const DEEPEST: usize = 512;

impl<'t> Markup<'t> {
    /// Reads a page.
    pub(super) fn new(text: &'t str) -> Markup<'t> {
        let mut markup = Markup::default();
        markup.nodes.push(Node { parent: 0, end: 0, name: "#document".into(), text: "".into() });
        let mut open = vec![0];
        let mut rest = text;
        while !rest.is_empty() {
            let Some(at) = rest.find('<') else {
                markup.add(&open, "".into(), resolve(rest));
                break;
            };
            let after = &rest[at + 1..];
            let begins = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
            if at > 0 || !begins {
                let end = if begins { at } else { at + 1 };
                markup.add(&open, "".into(), resolve(&rest[..end]));
            }
            if !begins {
                rest = after;
                continue;
            }
            rest = if let Some(comment) = after.strip_prefix("!--") {
                comment.find("-->").map_or("", |end| &comment[end + 3..])
            } else if let Some(data) = after.strip_prefix("![CDATA[") {
                let end = data.find("]]>").unwrap_or(data.len());
                markup.add(&open, "".into(), data[..end].into());
                data.get(end + 3..).unwrap_or("")
            } else if after.starts_with(['!', '?']) {
                after.find('>').map_or("", |end| &after[end + 1..])
            } else {
                let end = tag_end(after);
                markup.tag(&mut open, &after[..end], after.get(end + 1..).unwrap_or(""))
            };
        }
        for at in open.into_iter().rev() {
            markup.nodes[at].end = markup.nodes.len() as u32;
        }
        markup
    }

    fn add(&mut self, open: &[usize], name: Cow<'t, str>, text: Cow<'t, str>) -> usize {
        let at = self.nodes.len();
        let parent = *open.last().unwrap_or(&0) as u32;
        match self.nodes.last_mut() {
            // Text that goes on after a stray `<`.
            Some(last) if name.is_empty() && last.name.is_empty() && last.parent == parent => {
                last.text.to_mut().push_str(&text);
                return at - 1;
            }
            _ => self.nodes.push(Node { parent, end: at as u32 + 1, name, text }),
        }
        at
    }

    /// Takes a tag, and gives what follows it.
    fn tag(&mut self, open: &mut Vec<usize>, tag: &'t str, rest: &'t str) -> &'t str {
        let closes = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let name: Cow<str> = match tag[..end].bytes().any(|b| b.is_ascii_uppercase()) {
            true => tag[..end].to_ascii_lowercase().into(),
            false => tag[..end].into(),
        };
        let pop_to = |markup: &mut Markup, open: &mut Vec<usize>, to: usize| {
            for at in open.drain(to..) {
                markup.nodes[at].end = markup.nodes.len() as u32;
            }
        };
        // The innermost open element of these names, no further out than one of the others.
        let find = |markup: &Markup, open: &[usize], names: &[&str], stop: &[&str]| {
            let named = |at: usize, names: &[&str]| names.contains(&&*markup.nodes[at].name);
            let found = (1..open.len()).rev().find(|&n| named(open[n], names) || named(open[n], stop))?;
            named(open[found], names).then_some(found)
        };
        if closes {
            let stop: &[&str] = match &*name {
                "table" => &[],
                "tr" | "tbody" | "thead" | "tfoot" | "td" | "th" => &["table"],
                "body" | "html" => return rest,
                _ => &["table", "td", "th"],
            };
            if let Some(to) = find(self, open, &[&name], stop) {
                pop_to(self, open, to);
            }
            return rest;
        }
        let (names, stop): (&[&str], &[&str]) = match &*name {
            "li" => (&["li"], &["ol", "ul", "td", "th", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th", "table"]),
            "option" => (&["option"], &["select"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "body" => (&["head"], &[]),
            name if is_block(name) => (&["p"], &["td", "th", "table", "li", "div"]),
            _ => (&[], &[]),
        };
        if let (false, Some(to)) = (names.is_empty(), find(self, open, names, stop)) {
            pop_to(self, open, to);
        }
        let at = self.add(open, name.clone(), tag[end..].into());
        if matches!(&*name, "script" | "style" | "textarea" | "title" | "xmp") {
            let end = close_tag(rest, &name);
            if name == "title" {
                open.push(at);
                self.add(open, "".into(), resolve(&rest[..end]));
                open.pop();
                self.nodes[at].end = self.nodes.len() as u32;
            }
            let after = &rest[end..];
            return after.find('>').map_or("", |end| &after[end + 1..]);
        }
        let void = matches!(
            &*name,
            "br" | "img"
                | "hr"
                | "meta"
                | "link"
                | "input"
                | "col"
                | "area"
                | "base"
                | "embed"
                | "param"
                | "source"
                | "wbr"
        );
        if !void && open.len() < DEEPEST {
            open.push(at);
        }
        rest
    }

    /// The value of an element's attribute.
    pub(super) fn get(&self, at: usize, name: &str) -> Option<String> {
        let node = &self.nodes[at];
        if node.name.is_empty() {
            return None;
        }
        let mut rest = &*node.text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
            let found = rest[..end].eq_ignore_ascii_case(name);
            // A stray `=` has no name before it.
            rest = &rest
                [end.max(usize::from(end == 0 && !rest.starts_with(char::is_whitespace)).min(rest.len()))..];
            let Some(value) = rest.trim_start().strip_prefix('=') else {
                if found {
                    return Some(String::new());
                }
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if found {
                return Some(resolve(value).into_owned());
            }
            rest = after;
        }
    }

    /// The value of an element's attribute as a number.
    pub(super) fn number(&self, at: usize, name: &str) -> Option<i64> {
        self.get(at, name)?.trim().parse().ok()
    }
}

/// How far the end of a tag is looked for with regard to quotes.
const LONGEST_TAG: usize = 64 << 10;

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, b) in tag.bytes().enumerate() {
        match (b, quote) {
            _ if at > LONGEST_TAG => break,
            (b'>', None) => return at,
            (b, Some(open)) if b == open => quote = None,
            // A quote counts only after `=`, so that a stray one does not swallow the page.
            (b'"' | b'\'', None) if tag[..at].trim_end().ends_with('=') => quote = Some(b),
            _ => {}
        }
    }
    // A quote that never closes: then the first `>` it is.
    tag.find('>').unwrap_or(tag.len())
}

/// Where the end tag of an element without markup begins.
fn close_tag(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let tag = &text.as_bytes()[from + at + 2..];
        if tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return from + at;
        }
        from += at + 2;
    }
    text.len()
}

/// Whether an element begins and ends a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "blockquote"
            | "pre"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "form"
            | "fieldset"
            | "address"
            | "center"
            | "figure"
            | "figcaption"
            | "body"
    )
}

/// Resolves the character references of a text.
fn resolve(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end =
            rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').map_or(rest.len(), |n| n + 1);
        let name = &rest[1..end];
        let c = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            }
            .and_then(char::from_u32)
            .filter(|c| *c != '\0'),
            None => ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
        };
        match c {
            Some(c) => {
                out.push(c);
                rest = &rest[end..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// The named references that Chinese pages use.
const ENTITIES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("permil", '‰'),
    ("deg", '°'),
    ("ge", '≥'),
    ("le", '≤'),
    ("ne", '≠'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("yen", '¥'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("larr", '←'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("frac12", '½'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("mu", 'μ'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
    ("shy", '\u{ad}'),
];
