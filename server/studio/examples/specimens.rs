//! Writes the test photos into a folder, for the browser's tests:
//! `cargo run -p contact-book-studio --example specimens -- DIR`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use studio::specimens;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf =
        std::env::args_os().nth(1).ok_or("name the folder to write the test photos into")?.into();
    fs::create_dir_all(&folder)?;
    for (name, bytes) in specimens::all() {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
