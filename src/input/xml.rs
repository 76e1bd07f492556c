use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

/// Something in an XML part, in document order. Element and attribute names stand as written, with their
/// prefix: the formats read here are always written with the customary ones.
pub(super) enum Node<'x> {
    /// A tag that opens an element; an empty element opens and closes.
    Open(Tag<'x>),
    /// The element of this name closes.
    Close(String),
    /// Text with its references resolved.
    Text(Cow<'x, str>),
}

/// An opening tag.
pub(super) struct Tag<'x>(BytesStart<'x>);

impl<'x> Tag<'x> {
    /// The element's name.
    pub(super) fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let found = all.with_checks(false).flatten().find(|a| a.key.into_inner() == name)?;
        let value = unescape_with(&found.value, resolve_xml_entity);
        Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// Whether the value of some attribute, such as a name space, is `value`.
    pub(super) fn says(&self, value: &str) -> bool {
        self.0.attributes().with_checks(false).flatten().any(|a| a.value == value)
    }

    /// The value of an attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }
}

/// Reads one XML part. External entities are never followed and internal ones never expanded, so a part gives
/// no more text than it has bytes.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
}

/// The deepest nesting that is read. Real documents stay below 100.
const DEEPEST: usize = 512;

impl<'x> Xml<'x> {
    /// Begins at the start of `text`.
    pub(super) fn new(text: &'x str) -> Xml<'x> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Xml { reader, depth: 0 }
    }

    /// The next node, none at the end. An error says what is wrong and where, in bytes of the part.
    pub(super) fn next(&mut self) -> Result<Option<Node<'x>>, String> {
        loop {
            let at = self.reader.buffer_position();
            let event = self.reader.read_event().map_err(|e| format!("{e} (byte {at})"))?;
            return Ok(Some(match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(format!("elements nested more than {DEEPEST} deep (byte {at})"));
                    }
                    Node::Open(Tag(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(tag.name().into_inner().to_owned())
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(name) => match name.resolve_char_ref() {
                    Ok(Some(c)) => Node::Text(c.to_string().into()),
                    _ => match resolve_xml_entity(&name.into_inner()) {
                        Some(text) => Node::Text(text.into()),
                        None => continue,
                    },
                },
                Event::Eof if self.depth > 0 => return Err(format!("the part ends early (byte {at})")),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }

    /// Leaves out the element that has just been opened, with all inside it.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}
