use std::collections::HashMap;

use crate::input::Limits;
use crate::input::archive::Archive;
use crate::input::budget::Budget;
use crate::input::notes::{Part, relations, sheets};
use crate::input::xlsx::{local, place};
use crate::input::xml::{Node, Tag, Xml};
use crate::ledger::rules::{Area, Ask, Look, Name, Point, Rules, Seen, Shade, When};
use crate::text::order;

/// What is set up in a workbook beside its cells.
#[derive(Debug, Default)]
pub struct SetUp {
    /// By the name of the sheet.
    pub sheets: HashMap<String, Rules>,
    /// Names for cells and values, but for those that spreadsheets give themselves.
    pub names: Vec<Name>,
    /// How many charts and pictures there are.
    pub n_drawn: usize,
    /// How many rules are of a kind that is not known, or more than are read.
    pub n_unknown: usize,
}

/// The most cells' areas that the rules of a sheet are read for.
const MOST_AREAS: usize = 4096;
/// The last row and column that a sheet has, from 0.
const LAST: (u32, u32) = ((1 << 20) - 1, (1 << 14) - 1);

/// What is set up in a workbook. What cannot be read has nothing.
pub fn set_up(bytes: &[u8]) -> SetUp {
    let mut found = SetUp::default();
    let budget = Budget::new(Limits::default(), bytes.len());
    let Ok(mut archive) = Archive::new(bytes, budget) else { return found };
    let mut part = |name: &str| archive.text(name).ok().flatten().unwrap_or_default();
    let targets = relations(&part("xl/_rels/workbook.xml.rels"), "xl").unwrap_or_default();
    let workbook = part("xl/workbook.xml");
    let sheets = sheets(&workbook).unwrap_or_default();
    let states = names(&workbook, &sheets, &mut found).unwrap_or_default();
    let theme = targets.iter().find(|part| part.kind.ends_with("/theme"));
    let theme = theme.and_then(|found| theme_colours(&part(&found.path)).ok()).unwrap_or_default();
    let styles = targets.iter().find(|part| part.kind.ends_with("/styles"));
    let looks = styles.and_then(|found| looks(&part(&found.path), &theme).ok()).unwrap_or_default();
    for ((name, id), seen) in sheets.into_iter().zip(states) {
        let Some(Part { path, kind, .. }) = targets.iter().find(|part| part.id == id) else { continue };
        found.n_drawn += usize::from(kind.ends_with("/chartsheet"));
        let mut reader =
            Reader { looks: &looks, theme: &theme, left: MOST_AREAS, found: Rules::default(), n_unknown: 0 };
        // What was read before the damage holds.
        let _ = reader.read(&part(path));
        found.n_unknown += reader.n_unknown;
        let mut rules = reader.found;
        rules.seen = seen;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let beside = relations(&part(&format!("{folder}/_rels/{file}.rels")), folder).unwrap_or_default();
        for drawing in beside.iter().filter(|part| part.kind.ends_with("/drawing")) {
            let (folder, file) = drawing.path.rsplit_once('/').unwrap_or(("", &drawing.path));
            let drawn = relations(&part(&format!("{folder}/_rels/{file}.rels")), folder).unwrap_or_default();
            let shown =
                |part: &&Part| ["/chart", "/chartEx", "/image"].iter().any(|kind| part.kind.ends_with(kind));
            found.n_drawn += drawn.iter().filter(shown).count();
        }
        found.sheets.insert(name, rules);
    }
    found
}

/// Reads the names of a workbook; gives whether each sheet is seen.
fn names(text: &str, sheets: &[(String, String)], found: &mut SetUp) -> Result<Vec<Seen>, String> {
    let (mut states, mut xml, mut open) = (Vec::new(), Xml::new(text), false);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag)
                if local(tag.name()) == "sheet" && tag.get("name").is_some() && tag.get("r:id").is_some() =>
            {
                states.push(match tag.get("state").as_deref() {
                    Some("hidden") => Seen::Hidden,
                    Some("veryHidden") => Seen::VeryHidden,
                    _ => Seen::Shown,
                });
            }
            Node::Open(tag) if local(tag.name()) == "definedName" => {
                let name = tag.get("name").unwrap_or_default();
                // Print areas, titles and filters are the program's own.
                open = !name.starts_with("_xlnm.") && !name.is_empty();
                if open {
                    let sheet = tag.number("localSheetId").and_then(|at| usize::try_from(at).ok());
                    let sheet = sheet.and_then(|at| sheets.get(at)).map(|(name, _)| name.clone());
                    found.names.push(Name { name, sheet, formula: String::new() });
                }
            }
            Node::Text(text) if open => {
                if let Some(name) = found.names.last_mut() {
                    name.formula.push_str(&text);
                }
            }
            Node::Close(name) if local(&name) == "definedName" => open = false,
            _ => {}
        }
    }
    found.names.retain(|name| !name.formula.trim().is_empty());
    Ok(states)
}

/// The colours of a theme, in the order that styles count them.
fn theme_colours(text: &str) -> Result<Vec<u32>, String> {
    let (mut found, mut xml, mut inside) = (Vec::new(), Xml::new(text), false);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if local(tag.name()) == "clrScheme" => inside = true,
            Node::Open(tag) if inside => {
                let colour = match local(tag.name()) {
                    "sysClr" => tag.get("lastClr"),
                    "srgbClr" => tag.get("val"),
                    _ => None,
                };
                found.extend(colour.and_then(|colour| rgb(&colour)));
            }
            Node::Close(name) if local(&name) == "clrScheme" => break,
            _ => {}
        }
    }
    // A theme names dark before light, styles light before dark.
    if found.len() >= 4 {
        found.swap(0, 1);
        found.swap(2, 3);
    }
    Ok(found)
}

fn rgb(hex: &str) -> Option<u32> {
    u32::from_str_radix(hex, 16).ok().map(|colour| colour & 0xFF_FFFF)
}

/// A colour of a style.
fn colour(tag: &Tag, theme: &[u32]) -> Option<u32> {
    /// The first eight of the old palette, which begins with them twice.
    const PALETTE: [u32; 8] =
        [0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF];
    if let Some(colour) = tag.get("rgb").and_then(|colour| rgb(&colour)) {
        return Some(colour);
    }
    if let Some(indexed) = tag.number("indexed").filter(|indexed| (0..16).contains(indexed)) {
        return Some(PALETTE[indexed as usize % 8]);
    }
    let base = *theme.get(usize::try_from(tag.number("theme")?).ok()?)?;
    let tint: f64 = tag.get("tint").and_then(|tint| tint.parse().ok()).unwrap_or(0.0);
    let towards = if tint < 0.0 { 0.0 } else { 255.0 };
    let share = tint.abs().min(1.0);
    let parts =
        base.to_be_bytes().map(|part| (f64::from(part) * (1.0 - share) + towards * share).round() as u8);
    Some(u32::from_be_bytes([0, parts[1], parts[2], parts[3]]))
}

/// The looks of a workbook's conditional colours, by their number.
fn looks(text: &str, theme: &[u32]) -> Result<Vec<Look>, String> {
    let (mut found, mut xml, mut inside) = (Vec::new(), Xml::new(text), false);
    let mut look = Looking::default();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if local(tag.name()) == "dxfs" => inside = true,
            Node::Open(tag) if inside => look.open(&tag, theme),
            Node::Close(name) if local(&name) == "dxfs" => inside = false,
            Node::Close(name) if inside => found.extend(look.close(local(&name))),
            _ => {}
        }
    }
    Ok(found)
}

/// A look that is being read.
#[derive(Default)]
struct Looking {
    look: Look,
    /// What is being read of it: `font` or `fill`.
    of: &'static str,
}

impl Looking {
    fn open(&mut self, tag: &Tag, theme: &[u32]) {
        let on = || !tag.get("val").is_some_and(|value| ["0", "false", "none"].contains(&value.as_str()));
        match (local(tag.name()), self.of) {
            ("dxf", _) => *self = Looking::default(),
            ("font", _) => self.of = "font",
            ("fill", _) => self.of = "fill",
            ("border", _) => self.of = "",
            ("b", "font") => self.look.bold = on(),
            ("i", "font") => self.look.italic = on(),
            ("strike", "font") => self.look.struck = on(),
            ("u", "font") => self.look.underlined = on(),
            ("color", "font") => self.look.ink = colour(tag, theme),
            // What is solid in a conditional style is its background.
            ("bgColor", "fill") => self.look.fill = colour(tag, theme).or(self.look.fill),
            ("fgColor", "fill") => self.look.fill = self.look.fill.or_else(|| colour(tag, theme)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Option<Look> {
        match name {
            "font" | "fill" => self.of = "",
            "dxf" => return Some(std::mem::take(&mut self.look)),
            _ => {}
        }
        None
    }
}

/// Reads the rules of a sheet.
struct Reader<'l> {
    looks: &'l [Look],
    theme: &'l [u32],
    /// How many areas may still be read.
    left: usize,
    found: Rules,
    n_unknown: usize,
}

/// A rule of colours that is being read.
#[derive(Default)]
struct Rule {
    kind: String,
    operator: String,
    formulas: Vec<String>,
    text: String,
    look: Look,
    priority: i64,
    stop: bool,
    rank: i64,
    percent: bool,
    bottom: bool,
    above: bool,
    equal: bool,
    deviations: i64,
    points: Vec<Point>,
    colours: Vec<u32>,
    icons: String,
    reverse: bool,
    only: bool,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(text);
        let mut ask: Option<Ask> = None;
        let mut rule: Option<Rule> = None;
        // The rules of one stretch of cells, whose place newer ones say behind them.
        let mut group: Vec<Rule> = Vec::new();
        let mut shades: Vec<(i64, Shade)> = Vec::new();
        let mut areas: Vec<Area> = Vec::new();
        let mut look = Looking::default();
        // The element whose text is read, and whether an extension of a rule is.
        let (mut said, mut extended): (Option<String>, bool) = (None, false);
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => match local(tag.name()) {
                    "col" if tag.get("hidden").is_some_and(|is| is == "1" || is == "true") => {
                        let [from, to] =
                            ["min", "max"].map(|name| tag.number(name).unwrap_or(0).clamp(1, 1 << 14));
                        // Where all that is left is hidden the table ends before it.
                        if to - from < 256 {
                            self.found.hidden.extend(from as usize - 1..to as usize);
                        }
                    }
                    "dataValidation" => {
                        ask = Some(asked(&tag, self.areas(&tag.get("sqref").unwrap_or_default())))
                    }
                    "conditionalFormatting" => areas = self.areas(&tag.get("sqref").unwrap_or_default()),
                    "cfRule" => rule = Some(self.rule(&tag)),
                    "extLst" => extended = rule.is_some(),
                    "formula1" | "formula2" | "formula" => said = Some(String::new()),
                    "f" if ask.is_some() || rule.is_some() => said = Some(String::new()),
                    "sqref" => said = Some(String::new()),
                    name if rule.is_some() && !extended => {
                        let rule = rule.as_mut().expect("just asked");
                        match name {
                            "cfvo" => rule.points.push((
                                tag.get("type").unwrap_or_default(),
                                tag.get("val").unwrap_or_default(),
                            )),
                            "color" if ["colorScale", "dataBar"].contains(&rule.kind.as_str()) => {
                                rule.colours.extend(colour(&tag, self.theme));
                            }
                            "iconSet" => {
                                rule.icons = tag.get("iconSet").unwrap_or_else(|| "3TrafficLights1".into());
                                rule.reverse = tag.get("reverse").is_some_and(|is| is == "1" || is == "true");
                                rule.only = tag.get("showValue").is_some_and(|is| is == "0" || is == "false");
                            }
                            "dataBar" => {
                                rule.only = tag.get("showValue").is_some_and(|is| is == "0" || is == "false");
                            }
                            _ => look.open(&tag, self.theme),
                        }
                    }
                    _ => {}
                },
                Node::Text(text) => {
                    if let Some(said) = &mut said {
                        said.push_str(&text);
                    }
                }
                Node::Close(name) => match local(&name) {
                    "formula1" | "formula2" | "formula" | "f" => {
                        if let Some(formula) = said.take() {
                            let into = ask.as_mut().map(|ask| &mut ask.formulas);
                            let into = into.or(rule.as_mut().map(|rule| &mut rule.formulas));
                            into.into_iter().for_each(|into| into.push(formula.clone()));
                        }
                    }
                    "sqref" => {
                        let place = said.take().unwrap_or_default();
                        let places = self.areas(&place);
                        match &mut ask {
                            Some(ask) => ask.areas = places,
                            None => areas = places,
                        }
                    }
                    "dataValidation" => {
                        self.found.asks.extend(ask.take().filter(|ask| !ask.areas.is_empty()))
                    }
                    "extLst" => extended = false,
                    "cfRule" => group.extend(rule.take()),
                    "conditionalFormatting" => {
                        let areas = std::mem::take(&mut areas);
                        for rule in group.drain(..) {
                            let (priority, stop, look) = (rule.priority, rule.stop, rule.look.clone());
                            // The newer half of a bar says no more than the older.
                            let half = rule.kind == "dataBar" && rule.colours.is_empty();
                            match rule.when(areas.first()) {
                                Some(when) if !areas.is_empty() && areas.len() <= self.left => {
                                    self.left -= areas.len();
                                    shades.push((priority, Shade { areas: areas.clone(), when, look, stop }));
                                }
                                _ => self.n_unknown += usize::from(!half),
                            }
                        }
                    }
                    name => {
                        if let (Some(found), Some(rule)) = (look.close(name), rule.as_mut()) {
                            rule.look = found;
                        }
                    }
                },
            }
        }
        order::by_key(&mut shades, |(priority, _)| *priority);
        self.found.shades = shades.into_iter().map(|(_, shade)| shade).collect();
        Ok(())
    }

    /// The areas of a place such as `E3:E40 G3`.
    fn areas(&mut self, text: &str) -> Vec<Area> {
        let mut areas = Vec::new();
        for range in text.split_whitespace() {
            if self.left == 0 {
                self.n_unknown += 1;
                break;
            }
            self.left -= 1;
            let (first, last) = range.split_once(':').unwrap_or((range, range));
            let at = |text: &str| {
                place(text).filter(|(row, column)| *row > 0 && *row - 1 <= LAST.0 && *column <= LAST.1)
            };
            if let (Some((top, left)), Some((bottom, right))) = (at(first), at(last)) {
                areas.push(Area {
                    top: top.min(bottom) as usize - 1,
                    left: left.min(right) as usize,
                    bottom: top.max(bottom) as usize - 1,
                    right: left.max(right) as usize,
                });
            }
        }
        areas
    }

    fn rule(&self, tag: &Tag) -> Rule {
        let is = |name: &str, usual: bool| tag.get(name).map_or(usual, |is| is == "1" || is == "true");
        let look = tag.number("dxfId").and_then(|at| self.looks.get(usize::try_from(at).ok()?));
        Rule {
            kind: tag.get("type").unwrap_or_default(),
            operator: tag.get("operator").unwrap_or_default(),
            text: tag.get("text").unwrap_or_default(),
            look: look.cloned().unwrap_or_default(),
            priority: tag.number("priority").unwrap_or(i64::MAX),
            stop: is("stopIfTrue", false),
            rank: tag.number("rank").unwrap_or(10),
            percent: is("percent", false),
            bottom: is("bottom", false),
            above: is("aboveAverage", true),
            equal: is("equalAverage", false),
            deviations: tag.number("stdDev").unwrap_or(0),
            ..Rule::default()
        }
    }
}

fn asked(tag: &Tag, areas: Vec<Area>) -> Ask {
    let is = |name: &str| tag.get(name).is_some_and(|is| is == "1" || is == "true");
    let kind = tag.get("type").unwrap_or_else(|| "none".into());
    let operator =
        if ["list", "custom", "none"].contains(&kind.as_str()) { String::new() } else { "between".into() };
    let texts = |title: &str, text: &str| {
        let texts = [title, text].map(|name| tag.get(name).unwrap_or_default());
        texts.iter().any(|text| !text.is_empty()).then_some(texts)
    };
    Ask {
        areas,
        operator: tag.get("operator").filter(|_| !operator.is_empty()).unwrap_or(operator),
        kind,
        formulas: Vec::new(),
        blank: is("allowBlank"),
        // The attribute says the opposite of its name.
        dropdown: !is("showDropDown"),
        prompt: texts("promptTitle", "prompt").filter(|_| is("showInputMessage")),
        refusal: texts("errorTitle", "error"),
        style: is("showErrorMessage").then(|| tag.get("errorStyle").unwrap_or_else(|| "stop".into())),
    }
}

impl Rule {
    /// When it colours; none where its kind is not known. `first` is the first of its cells.
    fn when(self, first: Option<&Area>) -> Option<When> {
        let formula = self.formulas.first().cloned();
        let cell = || {
            let Area { top, left, .. } = first?;
            Some(crate::ledger::rules::cell(*top, *left))
        };
        let text = self.text.replace('"', "\"\"");
        Some(match self.kind.as_str() {
            "expression" => When::Formula(formula?),
            "cellIs" if !self.formulas.is_empty() => When::Value(self.operator, self.formulas),
            "top10" => {
                let rank = u16::try_from(self.rank).ok().filter(|rank| (1..=1000).contains(rank))?;
                When::Top { rank, percent: self.percent, bottom: self.bottom }
            }
            "aboveAverage" => When::Average {
                above: self.above,
                equal: self.equal,
                deviations: u8::try_from(self.deviations).ok().filter(|many| *many <= 3)?,
            },
            "duplicateValues" => When::Repeated(true),
            "uniqueValues" => When::Repeated(false),
            "colorScale"
                if (2..=3).contains(&self.points.len()) && self.points.len() == self.colours.len() =>
            {
                When::Scale(self.points.into_iter().zip(self.colours).collect())
            }
            "dataBar" => {
                let points: [Point; 2] = self.points.try_into().ok()?;
                When::Bar(points, *self.colours.first()?, self.only)
            }
            "iconSet" => When::Icons(self.icons, self.points, self.reverse, self.only),
            // The others say in a formula what they mean; few writers leave it out.
            kind => When::Formula(formula.or_else(|| spelt(kind, &text, &cell()?))?),
        })
    }
}

/// What a rule of this kind means, as a formula.
fn spelt(kind: &str, text: &str, cell: &str) -> Option<String> {
    Some(match kind {
        "containsText" => format!("NOT(ISERROR(SEARCH(\"{text}\",{cell})))"),
        "notContainsText" => format!("ISERROR(SEARCH(\"{text}\",{cell}))"),
        "beginsWith" => format!("LEFT({cell},LEN(\"{text}\"))=\"{text}\""),
        "endsWith" => format!("RIGHT({cell},LEN(\"{text}\"))=\"{text}\""),
        "containsBlanks" => format!("LEN(TRIM({cell}))=0"),
        "notContainsBlanks" => format!("LEN(TRIM({cell}))>0"),
        "containsErrors" => format!("ISERROR({cell})"),
        "notContainsErrors" => format!("NOT(ISERROR({cell}))"),
        _ => return None,
    })
}
