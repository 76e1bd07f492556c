// Read by the build script too, so it names nothing but the lists.

use super::list::{LISTS, List};

/// What a search says of a word.
pub enum Code {
    /// The word is in one list: that list, and the number of what it says.
    Sense(List, u32),
    /// The word is in several: the number of its entry.
    Entry(u32),
}

/// The lists have fewer than this; as a list's number it says that what follows is an entry.
const SEVERAL: u32 = 31;

/// A code as a number: the list in the five lowest bits.
pub fn write(code: Code) -> u32 {
    const { assert!(LISTS.len() < SEVERAL as usize) };
    match code {
        Code::Sense(list, sense) => sense << 5 | list as u32,
        Code::Entry(entry) => entry << 5 | SEVERAL,
    }
}

/// The code of a number.
pub fn read(number: u32) -> Code {
    match number & 31 {
        SEVERAL => Code::Entry(number >> 5),
        list => Code::Sense(LISTS[list as usize].0, number >> 5),
    }
}
