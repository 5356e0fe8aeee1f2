//! Drawing the pages of a document in a process of its own, which may take so much time and memory and no more. Its input
//! is the file, its output the clean pages: whatever a file may do to the program that reads it, it does it there, and the
//! memory that a large picture takes is gone with it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use domain::document::{DocumentLimits, DocumentProblem};

use crate::document::draw;
use crate::photo::CleanPhoto;

/// The argument that makes our program a renderer.
pub const ARGUMENT: &str = "render-document";

/// From start to end, also when the machine is busy.
const TIME: Duration = Duration::from_secs(20);

/// KiB of address space, seconds of work, no file written, no core dumped. It must do without `unsafe`, so a shell sets
/// them.
const LIMITED: &str = "ulimit -v 786432; ulimit -t 15; ulimit -f 0; ulimit -c 0; exec \"$0\" \"$@\"";

/// More than any page that [`draw`] makes.
const MOST_BYTES: u32 = 32 * 1024 * 1024;

const PAGE: u8 = b'P';
const REFUSED: u8 = b'R';
const END: u8 = b'E';

/// The parent's side: starts `program`, gives it the file and reads what it draws.
///
/// # Errors
/// The outer error is that it cannot be started.
pub(super) fn draw_elsewhere(
    program: &Path,
    file: File,
    limits: &DocumentLimits,
) -> io::Result<Result<Vec<CleanPhoto>, DocumentProblem>> {
    let mut child = Command::new("/bin/sh")
        .args(["-c", LIMITED])
        .arg(program)
        .arg(ARGUMENT)
        .env_clear()
        .current_dir("/")
        .stdin(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (told, hears) = sync_channel(1);
    let mut output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let most = limits.pages;
    let reading = thread::spawn(move || told.send(read_pages(&mut output, most)));
    let drawn = hears.recv_timeout(TIME);
    // It has nothing more to say, or no more time.
    child.kill()?;
    child.wait()?;
    let _ = reading.join();
    // It ended without saying why: the system stopped it, or we did.
    Ok(drawn.unwrap_or(Err(io::ErrorKind::TimedOut.into())).unwrap_or(Err(DocumentProblem::TooComplicated)))
}

/// The child's side: reads a document, writes its pages.
///
/// # Errors
/// The parent does not listen any more.
pub fn render_document(
    mut input: impl Read,
    mut output: impl Write,
    limits: &DocumentLimits,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut written = Ok(());
    let drawn = draw(bytes, limits, |page| {
        if written.is_ok() {
            written = write_page(&mut output, &page);
        }
    });
    written?;
    match drawn {
        Ok(()) => output.write_all(&[END])?,
        Err(problem) => {
            output.write_all(&[REFUSED])?;
            write_bytes(&mut output, &serde_json::to_vec(&problem)?)?;
        }
    }
    output.flush()
}

fn write_page(output: &mut impl Write, page: &CleanPhoto) -> io::Result<()> {
    output.write_all(&[PAGE])?;
    output.write_all(&page.width.to_be_bytes())?;
    output.write_all(&page.height.to_be_bytes())?;
    write_bytes(output, &page.jpeg)?;
    write_bytes(output, &page.thumbnail)?;
    output.flush()
}

fn write_bytes(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(bytes)
}

fn read_pages(input: &mut impl Read, most: u32) -> io::Result<Result<Vec<CleanPhoto>, DocumentProblem>> {
    let mut pages = Vec::new();
    for _ in 0..=most {
        let mut mark = [0];
        input.read_exact(&mut mark)?;
        match mark {
            [END] => return Ok(Ok(pages)),
            [REFUSED] => return Ok(Err(serde_json::from_slice(&read_bytes(input)?)?)),
            [PAGE] => pages.push(CleanPhoto {
                width: read_number(input)?,
                height: read_number(input)?,
                jpeg: read_bytes(input)?,
                thumbnail: read_bytes(input)?,
            }),
            _ => break,
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn read_number(input: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}

fn read_bytes(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = read_number(input)?;
    if length > MOST_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    input.take(length.into()).read_to_end(&mut bytes)?;
    if bytes.len() == length as usize { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
