//! Text that is shown later than it is made: a long run makes more of it than belongs in memory.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// So many bytes are kept in memory.
const MEMORY_MOST: usize = 4 << 20;

/// So many bytes are read back at a time.
const PIECE: usize = 64 << 10;

/// The text; the older part of it may be in a file that has no name any more.
#[derive(Default)]
pub struct Spool {
    memory: Vec<u8>,
    file: Option<File>,
}

impl Spool {
    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.file.is_none()
    }

    /// Adds a text. Where there is no room for a file all of it stays in memory.
    ///
    /// # Errors
    /// Where it can no longer be written to the file that a part of it is in.
    pub fn add(&mut self, text: &[u8]) -> io::Result<()> {
        self.memory.extend_from_slice(text);
        if self.memory.len() < MEMORY_MOST {
            return Ok(());
        }
        if self.file.is_none() {
            self.file = nameless(&std::env::temp_dir()).ok();
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(&self.memory)?;
        self.memory.clear();
        Ok(())
    }

    /// Hands everything on, piece by piece.
    ///
    /// # Errors
    /// Where the file can no longer be read.
    pub fn drain(&mut self, show: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            file.rewind()?;
            let mut piece = vec![0; PIECE];
            while let count = file.read(&mut piece)?
                && count > 0
            {
                show(&piece[..count]);
            }
        }
        show(&std::mem::take(&mut self.memory));
        Ok(())
    }
}

/// A file that only this process can read and that is gone when it ends.
fn nameless(folder: &Path) -> io::Result<File> {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let path = folder.join(format!("cihook-{}-{nanos}", std::process::id()));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // FILE_FLAG_DELETE_ON_CLOSE: an open file has to keep its name there.
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, 0x0400_0000);
    let file = options.open(&path)?;
    #[cfg(unix)]
    std::fs::remove_file(&path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_comes_back_in_its_order() {
        for count in [0, 3, 40] {
            let mut spool = Spool::default();
            let piece = |number: usize| vec![u8::try_from(number).expect("a small one"); 300_000];
            for number in 0..count {
                spool.add(&piece(number)).expect("room");
                assert!(spool.memory.len() < MEMORY_MOST);
            }
            assert_eq!((spool.is_empty(), spool.file.is_some()), (count == 0, count == 40));
            let mut text = Vec::new();
            spool.drain(&mut |piece| text.extend_from_slice(piece)).expect("what was written");
            assert!(text == (0..count).flat_map(piece).collect::<Vec<u8>>() && spool.is_empty(), "{count}");
        }
    }
}
