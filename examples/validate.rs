//! Reads all files of a folder and validates them as UTF-8, and nothing more: what any reader of them must do at least.
//! `cargo run --release --example validate -- DIR`.

use std::path::PathBuf;
use std::{env, fs, io, str};

fn main() -> io::Result<()> {
    let mut folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let (mut n_files, mut n_bytes, mut n_invalid) = (0, 0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = fs::read(entry.path())?;
            n_files += 1;
            n_bytes += bytes.len();
            n_invalid += usize::from(str::from_utf8(&bytes).is_err());
        }
    }
    println!("{n_files} files, {n_bytes} bytes, {n_invalid} not UTF-8");
    Ok(())
}
