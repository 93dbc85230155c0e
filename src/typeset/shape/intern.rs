//! A table that finds a word which was shaped before. The order of its cells is never looked at,
//! so that it gives equal pages on every machine.

/// An index from a key to a number, by open addressing. The keys stay with the caller, who is
/// asked whether the key at a number is the one that is looked for.
#[derive(Clone, Debug)]
pub struct Index {
    cells: Vec<u32>,
    filled: usize,
}

/// A cell without a number in it.
const EMPTY: u32 = u32::MAX;

impl Index {
    /// An index with room for some thousand keys.
    pub fn new() -> Index {
        Index { cells: vec![EMPTY; 1 << 13], filled: 0 }
    }

    /// The number under a key with this hash for which `is_it` holds.
    pub fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.cells.len() - 1;
        let mut cell = hash as usize & mask;
        loop {
            match self.cells[cell] {
                EMPTY => return None,
                number if is_it(number) => return Some(number),
                _ => cell = (cell + 1) & mask,
            }
        }
    }

    /// Puts a number under a hash. `hash_of` gives the hash of each number that is in already,
    /// for the case that the table must grow.
    pub fn insert(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        if (self.filled + 1) * 2 > self.cells.len() {
            let old = std::mem::take(&mut self.cells);
            self.cells = vec![EMPTY; old.len() * 2];
            for held in old.into_iter().filter(|&held| held != EMPTY) {
                self.place(hash_of(held), held);
            }
        }
        self.place(hash, number);
        self.filled += 1;
    }

    fn place(&mut self, hash: u64, number: u32) {
        let mask = self.cells.len() - 1;
        let mut cell = hash as usize & mask;
        while self.cells[cell] != EMPTY {
            cell = (cell + 1) & mask;
        }
        self.cells[cell] = number;
    }
}

/// The hash of a word in a voice: FNV-1a, folded so that its low bits depend on all of it.
pub fn hash(voice: u16, text: &str) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325 ^ u64::from(voice);
    for &byte in text.as_bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state ^ (state >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_is_found_also_after_growth() {
        let words: Vec<String> = (0..20_000).map(|n| format!("word{n}")).collect();
        let mut index = Index::new();
        for (number, word) in words.iter().enumerate() {
            index.insert(hash(1, word), number as u32, |held| hash(1, &words[held as usize]));
        }
        for (number, word) in words.iter().enumerate() {
            let found = index.find(hash(1, word), |held| words[held as usize] == *word);
            assert_eq!(found, Some(number as u32));
        }
        assert_eq!(index.find(hash(1, "none"), |held| words[held as usize] == "none"), None);
    }
}
