use crate::input::InputError;
use crate::input::budget::{Budget, Quantity};
use crate::input::layout::{Frame, Glyph, Page, Rule};
use crate::input::weigh::weigh;
use crate::noise::unified;

/// The most bytes that one stream unpacks to.
const LARGEST_STREAM: u64 = 64 << 20;

/// Reads the text layer of a PDF, page by page.
pub(super) fn read(bytes: &[u8], password: Option<&str>, budget: &Budget) -> Result<Vec<Page>, InputError> {
    let largest = budget.of(Quantity::Unpacked).min(LARGEST_STREAM);
    let limits = pdfni::ReaderSettings { max_decoded_bytes: largest as usize, ..Default::default() };
    weigh(bytes, budget)?;
    // The reader is young: should it ever panic, the file is what is damaged, and the next one is still read.
    let dump = std::panic::catch_unwind(|| pdfni::read_pages_full_with(bytes, password, &limits));
    let dump = dump.map_err(|_| InputError::damaged("PDF", "structure that cannot be read"))?;
    let dump = dump.map_err(|e| match e {
        pdfni::Error::BadPassword | pdfni::Error::SecurityRestricted => {
            InputError::Password { what: "PDF", given: password.is_some() }
        }
        e if e.to_string().contains("exceeds limit") => {
            InputError::TooLarge { part: "PDF".into(), of: Quantity::Unpacked, limit: largest }
        }
        e => InputError::damaged("PDF", e),
    })?;
    let mut glyphs = budget.meter(Quantity::Glyphs);
    for (n, page) in dump.pages.iter().enumerate() {
        glyphs.take(page.text.chars.iter().map(|char| char.text.len()).sum());
        glyphs.check(&format!("page {}", n + 1))?;
    }
    let pages: Vec<Page> = dump.pages.into_iter().map(page).collect();
    let count = |page: &Page| page.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()).count();
    // A scan may carry a page number or the mark of its scanner as text.
    match pages.iter().map(count).sum::<usize>() < 8 * pages.len().min(50) {
        true => Err(InputError::Scanned { pages: pages.len() }),
        false => Ok(pages),
    }
}

fn page(page: pdfni::ReaderDumpPage) -> Page {
    let chars = page.text.chars;
    // Watermarks stand askew; a page that is turned as a whole has been turned back.
    let upright = chars.iter().any(|char| char.upright && char.rot == 0);
    let mut glyphs = Vec::with_capacity(chars.len());
    for char in chars {
        let inside =
            char.right > 0.0 && char.left < page.width && char.bottom > 0.0 && char.top < page.height;
        if char.synthetic || !inside || (upright && !(char.upright && char.rot == 0)) {
            continue;
        }
        let count = char.text.chars().count().max(1) as f64;
        let step = (char.right - char.left) / count;
        for (n, c) in char.text.chars().enumerate() {
            let left = char.left + n as f64 * step;
            glyphs.push(Glyph {
                c: unified(c).unwrap_or(c),
                left,
                right: left + step,
                top: char.top,
                bottom: char.bottom,
            });
        }
    }
    let (rules, frames) = drawn(&page.parts.edges);
    Page { width: page.width, height: page.height, glyphs, rules, frames }
}

/// The width of the thickest line that is drawn as a filled rectangle, in points.
const THICKEST: f64 = 3.0;

/// The lines that are drawn, and the rectangles, which may be borders or only the ground behind a text.
fn drawn(edges: &[pdfni::EdgePart]) -> (Vec<Rule>, Vec<Frame>) {
    let (mut rules, mut frames) = (Vec::new(), Vec::new());
    let mut rest = edges;
    while let Some((edge, after)) = rest.split_first() {
        let Some(frame) = frame(rest) else {
            rest = after;
            let horizontal = edge.orientation == pdfni::Orientation::Horizontal;
            let (at, from, to) = match horizontal {
                true => ((edge.top + edge.bottom) / 2.0, edge.left, edge.right),
                false => ((edge.left + edge.right) / 2.0, edge.top, edge.bottom),
            };
            rules.push(Rule { horizontal, at, from, to });
            continue;
        };
        rest = &rest[4..];
        let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
        if width.min(height) > THICKEST {
            frames.push(frame);
        } else if width > height {
            let at = (frame.top + frame.bottom) / 2.0;
            rules.push(Rule { horizontal: true, at, from: frame.left, to: frame.right });
        } else {
            let at = (frame.left + frame.right) / 2.0;
            rules.push(Rule { horizontal: false, at, from: frame.top, to: frame.bottom });
        }
    }
    (rules, frames)
}

/// The rectangle whose four sides come first.
fn frame(edges: &[pdfni::EdgePart]) -> Option<Frame> {
    let [a, b, c, d, ..] = edges else { return None };
    let (across, down) = match a.orientation {
        pdfni::Orientation::Horizontal => ([a, c], [b, d]),
        pdfni::Orientation::Vertical => ([b, d], [a, c]),
    };
    let is = |edges: [&pdfni::EdgePart; 2], orientation| edges.iter().all(|e| e.orientation == orientation);
    if !is(across, pdfni::Orientation::Horizontal) || !is(down, pdfni::Orientation::Vertical) {
        return None;
    }
    let near = |a: f64, b: f64| (a - b).abs() < 0.1;
    let frame = Frame {
        left: across[0].left,
        right: across[0].right,
        top: across[0].top.min(across[1].top),
        bottom: across[0].top.max(across[1].top),
    };
    let sides = (down[0].left.min(down[1].left), down[0].left.max(down[1].left));
    (near(across[1].left, frame.left)
        && near(across[1].right, frame.right)
        && down.iter().all(|side| near(side.top, frame.top) && near(side.bottom, frame.bottom))
        && near(sides.0, frame.left)
        && near(sides.1, frame.right))
    .then_some(frame)
}
