//! Characters of fonts that hold signs instead of letters, as word processors write them: by their place in the font,
//! U+F0XX or XX. Only those that say something in a plan are known; bullets are none.

/// The character at a place of a font of signs; none if the font is none, or the sign says nothing.
pub(super) fn character(font: &str, place: u32) -> Option<char> {
    let place = match place {
        0xf000..=0xf0ff => place - 0xf000,
        0x20..=0xff => place,
        _ => return None,
    };
    let signs = match font.trim().to_ascii_lowercase().as_str() {
        "symbol" => SYMBOL,
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        _ => return None,
    };
    signs.iter().find(|(at, _)| *at == place).map(|(_, c)| *c)
}

/// Whether a font holds signs.
pub(super) fn is_font(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name == "symbol" || name.starts_with("wingdings") || name == "webdings"
}

const SYMBOL: &[(u32, char)] = &[
    (0x2b, '+'),
    (0x2d, '−'),
    (0x3c, '<'),
    (0x3d, '='),
    (0x3e, '>'),
    (0x40, '≅'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x6d, 'μ'),
    (0xa3, '≤'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xa5, '∞'),
    (0xad, '↑'),
    (0xaf, '↓'),
    (0xe5, '∑'),
];

const WINGDINGS: &[(u32, char)] = &[
    (0x6f, '□'),
    (0x71, '□'),
    (0xa8, '□'),
    (0x81, '①'),
    (0x82, '②'),
    (0x83, '③'),
    (0x84, '④'),
    (0x85, '⑤'),
    (0x86, '⑥'),
    (0x87, '⑦'),
    (0x88, '⑧'),
    (0x89, '⑨'),
    (0x8a, '⑩'),
    (0xe0, '→'),
    (0xfb, '×'),
    (0xfc, '√'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: &[(u32, char)] = &[
    (0x2a, '□'),
    (0x30, '□'),
    (0x35, '□'),
    (0xa3, '□'),
    (0x4f, '×'),
    (0x50, '√'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
];
