use crate::input::InputError;
use crate::input::archive::Archive;
use crate::input::budget::Quantity;
use crate::input::layout::{Glyph, Page, Rule};
use crate::input::xml::{Node, Tag, Xml};

/// Reads a document of the national layout format (GB/T 33190), page by page.
pub(super) fn read(archive: &mut Archive) -> Result<Vec<Page>, InputError> {
    let mut pages = Vec::new();
    let mut glyphs = archive.budget.meter(Quantity::Glyphs);
    let mut found = 0;
    for document in elements(archive, "OFD.xml", "DocRoot")?.into_iter().map(|(_, text)| place("", &text)) {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let common = elements(archive, &document, "PhysicalBox")?;
        let size = common.first().map_or([0.0, 0.0, 210.0, 297.0], |(_, text)| numbers(text));
        for (page, _) in elements(archive, &document, "Page")? {
            let Some(page) = page else { continue };
            let part = place(&folder, &page);
            // A page that is listed and missing is damage, not an empty page.
            let text = archive.needed(&part)?;
            let page = self::page(&text, size).map_err(|e| InputError::damaged(&part, e))?;
            found += page.glyphs.len();
            glyphs.take(page.glyphs.len());
            glyphs.check(&part)?;
            pages.push(page);
        }
    }
    match found == 0 && !pages.is_empty() {
        true => Err(InputError::Scanned { pages: pages.len() }),
        false => Ok(pages),
    }
}

/// The elements of a part by their local name: the value of `BaseLoc`, and the text.
fn elements(
    archive: &mut Archive,
    part: &str,
    name: &str,
) -> Result<Vec<(Option<String>, String)>, InputError> {
    let text = archive.needed(part)?;
    let mut xml = Xml::new(&text);
    let mut found: Vec<(Option<String>, String)> = Vec::new();
    let mut inside = false;
    loop {
        match xml.next().map_err(|e| InputError::damaged(part, e))? {
            None => return Ok(found),
            Some(Node::Open(tag)) if local(tag.name()) == name => {
                found.push((tag.get("BaseLoc"), String::new()));
                inside = true;
            }
            Some(Node::Close(_)) => inside = false,
            Some(Node::Text(text)) if inside => {
                if let Some((_, found)) = found.last_mut() {
                    found.push_str(text.trim());
                }
            }
            Some(_) => {}
        }
    }
}

/// The name without its prefix, which differs between writers of OFD.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A place named in a part of `folder`; one that begins with a slash is meant from the root.
fn place(folder: &str, name: &str) -> String {
    match name.strip_prefix('/') {
        Some(name) => name.to_owned(),
        None if folder.is_empty() => name.to_owned(),
        None => format!("{folder}/{name}"),
    }
}

fn numbers<const N: usize>(text: &str) -> [f64; N] {
    let mut all = [0.0; N];
    for (number, text) in all.iter_mut().zip(text.split_whitespace()) {
        *number = text.parse().ok().filter(|n: &f64| n.is_finite()).unwrap_or(0.0);
    }
    all
}

/// Points in a millimetre, the unit of OFD.
const POINTS: f64 = 72.0 / 25.4;

/// The most steps that one `g` in a list of distances may stand for.
const MOST_STEPS: usize = 100_000;

/// Reads one page. Templates, which carry running heads and seals, are not part of it.
fn page(text: &str, size: [f64; 4]) -> Result<Page, String> {
    let mut page = Page { width: size[2] * POINTS, height: size[3] * POINTS, ..Page::default() };
    let mut xml = Xml::new(text);
    let mut object = Object::default();
    let mut code: Option<Code> = None;
    let mut path = false;
    let mut area = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match local(tag.name()) {
                "PhysicalBox" => area = true,
                "TextObject" => object = Object::new(&tag),
                "PathObject" => {
                    object = Object::new(&tag);
                    path = true;
                }
                "AbbreviatedData" if path => code = Some(Code::default()),
                "TextCode" => {
                    let steps = |name| tag.get(name).map(|text| steps(&text)).unwrap_or_default();
                    let number = |name| tag.get(name).map_or(0.0, |text| numbers::<1>(&text)[0]);
                    code = Some(Code {
                        x: number("X"),
                        y: number("Y"),
                        across: steps("DeltaX"),
                        down: steps("DeltaY"),
                        text: String::new(),
                    });
                }
                _ => {}
            },
            Node::Text(text) => {
                if area {
                    let size = numbers::<4>(&text);
                    (page.width, page.height) = (size[2] * POINTS, size[3] * POINTS);
                } else if let Some(code) = &mut code {
                    code.text.push_str(&text);
                }
            }
            Node::Close(name) => match local(&name) {
                "PhysicalBox" => area = false,
                "TextCode" => {
                    if let Some(code) = code.take() {
                        object.glyphs(&code, &mut page.glyphs);
                    }
                }
                "AbbreviatedData" => {
                    if let Some(code) = code.take().filter(|_| path) {
                        object.rules(&code.text, &mut page.rules);
                    }
                }
                "PathObject" => path = false,
                _ => {}
            },
        }
    }
    Ok(page)
}

/// A text or path object: where it stands and how its own coordinates are turned into the page's.
#[derive(Default)]
struct Object {
    left: f64,
    top: f64,
    matrix: [f64; 6],
    size: f64,
}

/// A run of characters and the distances between them.
#[derive(Default)]
struct Code {
    x: f64,
    y: f64,
    across: Vec<f64>,
    down: Vec<f64>,
    text: String,
}

impl Object {
    fn new(tag: &Tag) -> Object {
        let boundary = tag.get("Boundary").map_or([0.0; 4], |text| numbers(&text));
        let matrix = tag.get("CTM").map_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], |text| numbers(&text));
        let size = tag.get("Size").map_or(0.0, |text| numbers::<1>(&text)[0]);
        Object { left: boundary[0], top: boundary[1], matrix, size }
    }

    /// A point of the object on the page, in points.
    fn on_page(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.matrix;
        ((self.left + a * x + c * y + e) * POINTS, (self.top + b * x + d * y + f) * POINTS)
    }

    fn glyphs(&self, code: &Code, glyphs: &mut Vec<Glyph>) {
        // Seals and watermarks stand askew.
        if self.matrix[1].abs() > 0.2 * self.matrix[0].abs() {
            return;
        }
        let (mut x, mut y) = (code.x, code.y);
        let chars: Vec<char> = code.text.trim_matches(['\n', '\r']).chars().collect();
        for (n, &c) in chars.iter().enumerate() {
            let step = code.across.get(n).or(code.across.last()).copied();
            let width = match step {
                // The distance to the next character is no more than its width.
                Some(step) if step > 0.0 => step.min(self.size),
                _ if c.is_ascii() => self.size / 2.0,
                _ => self.size,
            };
            let (left, base) = self.on_page(x, y);
            let (right, _) = self.on_page(x + width, y);
            let height = self.size * self.matrix[3].abs().max(f64::MIN_POSITIVE) * POINTS;
            if left.is_finite() && right.is_finite() && base.is_finite() && height.is_finite() {
                let (top, bottom) = (base - 0.85 * height, base + 0.15 * height);
                glyphs.push(Glyph { c, left: left.min(right), right: left.max(right), top, bottom });
            }
            x += code.across.get(n).copied().unwrap_or(if code.across.is_empty() && code.down.is_empty() {
                width
            } else {
                0.0
            });
            y += code.down.get(n).copied().unwrap_or(0.0);
        }
    }

    /// The straight lines of a path, which may be the borders of a table.
    fn rules(&self, data: &str, rules: &mut Vec<Rule>) {
        let mut words = data.split_whitespace();
        let (mut start, mut at) = ((0.0, 0.0), (0.0, 0.0));
        let mut add = |from: (f64, f64), to: (f64, f64)| {
            let (a, b) = (self.on_page(from.0, from.1), self.on_page(to.0, to.1));
            if (a.1 - b.1).abs() < 0.5 {
                rules.push(Rule { horizontal: true, at: a.1, from: a.0.min(b.0), to: a.0.max(b.0) });
            } else if (a.0 - b.0).abs() < 0.5 {
                rules.push(Rule { horizontal: false, at: a.0, from: a.1.min(b.1), to: a.1.max(b.1) });
            }
        };
        while let Some(word) = words.next() {
            let mut point = || {
                let mut number = || words.next().and_then(|word| word.parse::<f64>().ok()).unwrap_or(0.0);
                (number(), number())
            };
            match word {
                "S" | "M" => {
                    at = point();
                    start = at;
                }
                "L" => {
                    let to = point();
                    add(at, to);
                    at = to;
                }
                "Q" => {
                    point();
                    at = point();
                }
                "B" => {
                    point();
                    point();
                    at = point();
                }
                "C" => {
                    add(at, start);
                    at = start;
                }
                _ => {}
            }
        }
    }
}

/// A list of distances; `g 3 4.2` stands for three times 4.2.
fn steps(text: &str) -> Vec<f64> {
    let mut steps = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word != "g" {
            steps.push(numbers::<1>(word)[0]);
            continue;
        }
        let count = words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
        let step = words.next().map_or(0.0, |word| numbers::<1>(word)[0]);
        if steps.len() + count > MOST_STEPS {
            break;
        }
        steps.extend(std::iter::repeat_n(step, count));
    }
    steps
}
