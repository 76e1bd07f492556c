// Read by the build script too, so it names nothing of the crate.

//! Weights of named features in a table that is read where it stands in the program.

/// How many slots the table has; a power of two, at most half of it filled.
pub const SLOTS: usize = 1 << 15;

/// The number of a feature's name, told letter by letter (FNV-1a).
#[derive(Clone, Copy)]
pub struct Name(u32);

impl Name {
    /// The name that begins with this letter.
    pub const fn new(kind: char) -> Name {
        Name(0x811c_9dc5).and(kind)
    }

    /// The name with one letter more.
    pub const fn and(self, letter: char) -> Name {
        Name((self.0 ^ letter as u32).wrapping_mul(0x0100_0193))
    }

    /// The name with a small number more, in decimal digits.
    pub const fn number(self, number: usize) -> Name {
        match number {
            0..10 => self.and((b'0' + number as u8) as char),
            _ => {
                self.and((b'0' + (number / 10 % 10) as u8) as char).and((b'0' + (number % 10) as u8) as char)
            }
        }
    }

    /// Where it stands first, and what tells it from others there: never zero.
    const fn place(self) -> (usize, u32) {
        let mixed = (self.0 ^ self.0 >> 15).wrapping_mul(0x2c1b_3c6d);
        let mixed = mixed ^ mixed >> 12;
        (mixed as usize % SLOTS, (mixed >> 12 | 1) & 0xf_ffff)
    }
}

/// The table of names and weights (from -2047 to 2047), four bytes a slot: twenty bits tell the name, twelve the weight.
#[allow(dead_code)]
pub fn pack<'n>(weights: impl Iterator<Item = (&'n str, i32)>) -> Vec<u8> {
    let mut slots = vec![0u32; SLOTS];
    for (name, weight) in weights {
        let mut letters = name.chars();
        let first = letters.next().expect("a name has letters");
        let (mut at, told) = letters.fold(Name::new(first), Name::and).place();
        while slots[at] != 0 {
            at = (at + 1) % SLOTS;
        }
        slots[at] = told << 12 | (weight + 2048) as u32;
    }
    slots.iter().flat_map(|slot| slot.to_le_bytes()).collect()
}

/// What a name weighs; zero where the table does not know it.
pub fn weight(table: &[u8], name: Name) -> i32 {
    let (mut at, told) = name.place();
    loop {
        let slot = &table[4 * at..4 * at + 4];
        let slot = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
        match slot >> 12 {
            0 => return 0,
            found if found == told => return (slot & 0xfff) as i32 - 2048,
            _ => at = (at + 1) % SLOTS,
        }
    }
}
