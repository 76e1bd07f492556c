// Read by the build script too, so it names nothing but the lists.

use super::list::LISTS;

/// What a search says of a word.
pub enum Code {
    /// One thing is said of the word: the number of the list that says it, and its own.
    Sense(u32, u32),
    /// Several things are said of it: the number of the first row of them.
    Several(u32),
}

/// The lists have fewer than this; as a list's number it says that there are several senses.
const SEVERAL: u32 = 63;

/// A code as a number: the list in the six lowest bits.
pub fn write(code: Code) -> u32 {
    const { assert!(LISTS.len() < SEVERAL as usize) };
    match code {
        Code::Sense(list, sense) => sense << 6 | list,
        Code::Several(row) => row << 6 | SEVERAL,
    }
}

/// The code of a number.
#[inline]
pub fn read(number: u32) -> Code {
    match number & 63 {
        SEVERAL => Code::Several(number >> 6),
        list => Code::Sense(list, number >> 6),
    }
}
