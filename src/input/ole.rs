use std::collections::BTreeMap;

/// The streams of an OLE compound file, as Word and Excel used it before 2007.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini: Vec<u8>,
    /// Streams of the root, by name: first sector and size.
    streams: BTreeMap<String, (u32, usize)>,
}

/// Streams below this size lie in the mini stream.
const MINI: usize = 4096;

impl<'b> Compound<'b> {
    /// Reads the directory. None if the file is damaged beyond that.
    pub(super) fn new(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let sector = 1usize.checked_shl(u16_at(bytes, 30)?.into())?;
        if !(512..=4096).contains(&sector) {
            return None;
        }
        let mut file = Compound {
            bytes,
            sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini: Vec::new(),
            streams: BTreeMap::new(),
        };
        // Where the sectors of the allocation table are: 109 in the header, the rest in a chain.
        let mut parts: Vec<u32> = (0..109).map_while(|n| u32_at(bytes, 76 + 4 * n)).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..bytes.len() / sector {
            let Some(part) = file.sector(next) else { break };
            let entries = sector / 4 - 1;
            parts.extend((0..entries).map_while(|n| u32_at(part, 4 * n)));
            next = u32_at(part, 4 * entries)?;
        }
        for part in parts {
            if let Some(part) = file.sector(part) {
                file.table.extend(part.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])));
            }
        }
        let directory = file.chain(u32_at(bytes, 48)?);
        let mini_table = file.chain(u32_at(bytes, 60)?);
        file.mini_table =
            mini_table.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let entry = |n: u32| directory.get(n as usize * 128..(n as usize + 1) * 128);
        let root = entry(0)?;
        file.mini = file.chain(u32_at(root, 116)?);
        // The entries of a storage form a tree; each is visited once, whatever the links say.
        let mut seen = vec![false; directory.len() / 128];
        let mut open = vec![u32_at(root, 76)?];
        while let Some(n) = open.pop() {
            let Some(entry) = entry(n).filter(|_| !std::mem::replace(&mut seen[n as usize], true)) else {
                continue;
            };
            open.extend([u32_at(entry, 68)?, u32_at(entry, 72)?]);
            let units: Vec<u16> =
                (0..32).map_while(|n| u16_at(entry, 2 * n)).take_while(|unit| *unit != 0).collect();
            let size = u32_at(entry, 120)? as usize;
            file.streams.insert(String::from_utf16_lossy(&units), (u32_at(entry, 116)?, size));
        }
        Some(file)
    }

    /// Whether there is a stream or a storage of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.streams.contains_key(name)
    }

    /// The bytes of a stream, as far as they are there.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let &(start, size) = self.streams.get(name)?;
        let mut bytes = Vec::new();
        if size >= MINI {
            bytes = self.chain(start);
        } else {
            let mut at = start as usize;
            while bytes.len() < size {
                let Some(part) = self.mini.get(at * 64..((at + 1) * 64).min(self.mini.len())) else { break };
                bytes.extend_from_slice(part);
                let Some(&next) = self.mini_table.get(at) else { break };
                at = next as usize;
            }
        }
        bytes.truncate(size);
        Some(bytes)
    }

    fn sector(&self, n: u32) -> Option<&'b [u8]> {
        let start = (n as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes
            .get(start..self.bytes.len().min(start.checked_add(self.sector)?))
            .filter(|part| !part.is_empty())
    }

    /// The sectors that follow each other from `start`, no more than the file has.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut next = start;
        for _ in 0..self.table.len() {
            let Some(part) = self.sector(next) else { break };
            bytes.extend_from_slice(part);
            if bytes.len() > self.bytes.len() {
                break;
            }
            let Some(&after) = self.table.get(next as usize) else { break };
            next = after;
        }
        bytes
    }
}

/// The number of two bytes at `at`, the lower one first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The number of four bytes at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
