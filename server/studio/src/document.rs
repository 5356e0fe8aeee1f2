//! Identity and relationship documents. Whatever a family gives, PDF, JPEG or PNG, becomes clean pictures of its
//! pages, and only these are kept: no PDF ever reaches anybody else, and no metadata of a picture.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;

use domain::document::{DocumentLimits, DocumentProblem};
use domain::photo::{PhotoKind, PhotoLimits, PhotoProblem};
use image::RgbImage;
use image::metadata::Orientation;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::photo::{CleanPhoto, finish};
use crate::{jpeg, pdf, png, renderer};

/// The long edge of a kept page in pixels: small print on A4 can still be read.
pub const LONG_EDGE: u32 = 2400;

/// Documents that are worked on at the same time, however many processors there are: each may take some 100 MB of the
/// machine, though none of ours.
pub const MOST_SEATS: usize = 2;

/// Who draws the pages of a document.
#[derive(Clone, Debug)]
pub enum Renderer {
    /// Our own program in a process of its own, which has limits on time and memory.
    Program(PathBuf),
    /// This process. For tests, where there is no such program.
    InProcess,
}

/// Where documents are cleaned, only so many at a time. Clones share the same seats.
#[derive(Clone, Debug)]
pub struct DocumentStudio {
    seats: Arc<Semaphore>,
    renderer: Renderer,
}

/// The pages that are kept, as JPEGs without any metadata. The seat is free again when they are dropped, so that only
/// so many lie in memory.
#[derive(Debug)]
pub struct CleanDocument {
    pub pages: Vec<CleanPhoto>,
    _seat: OwnedSemaphorePermit,
}

impl DocumentStudio {
    pub fn for_this_machine(renderer: Renderer) -> Self {
        let seats = available_parallelism().map_or(MOST_SEATS, |cores| cores.get().min(MOST_SEATS));
        Self { seats: Arc::new(Semaphore::new(seats)), renderer }
    }

    /// How many more documents could be cleaned at this moment.
    pub fn free_seats(&self) -> usize {
        self.seats.available_permits()
    }

    /// Waits for a seat, then does what [`clean`] does off the async threads. Who waits holds a file and no memory.
    ///
    /// # Errors
    /// The outer error is the disk's, the inner one is about the document. What makes a decoder panic is damaged.
    pub async fn clean(
        &self,
        file: File,
        limits: DocumentLimits,
    ) -> io::Result<Result<CleanDocument, DocumentProblem>> {
        let Ok(seat) = Arc::clone(&self.seats).acquire_owned().await else {
            return Err(io::Error::other("the studio is closed"));
        };
        let renderer = self.renderer.clone();
        // The seat goes along into the thread: a client who hangs up does not stop a decoder.
        let working = tokio::task::spawn_blocking(move || (clean(file, &renderer, &limits), seat));
        match working.await {
            Ok((cleaned, seat)) => Ok(cleaned?.map(|pages| CleanDocument { pages, _seat: seat })),
            Err(error) => {
                tracing::error!(%error, "a document could not be cleaned");
                Ok(Err(DocumentProblem::Damaged { page: None }))
            }
        }
    }
}

/// Makes clean pictures of all pages. What the file is, its content says, not its name.
///
/// # Errors
/// The outer error is the disk's, the inner one is about the document.
pub fn clean(
    mut file: File,
    renderer: &Renderer,
    limits: &DocumentLimits,
) -> io::Result<Result<Vec<CleanPhoto>, DocumentProblem>> {
    let size = file.metadata()?.len();
    if size == 0 {
        return Ok(Err(DocumentProblem::Empty));
    }
    if size > limits.total_bytes {
        return Ok(Err(DocumentProblem::TooLarge(limits.total_bytes)));
    }
    file.rewind()?;
    let mut beginning = Vec::new();
    (&file).take(HEAD).read_to_end(&mut beginning)?;
    file.rewind()?;
    if PhotoKind::of(&beginning).is_none() && !is_pdf(&beginning) {
        return Ok(Err(DocumentProblem::WrongKind));
    }
    match renderer {
        Renderer::Program(program) => renderer::draw_elsewhere(program, file, limits),
        Renderer::InProcess => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let mut pages = Vec::new();
            Ok(draw(bytes, limits, |page| pages.push(page)).map(|()| pages))
        }
    }
}

/// Gives each page to `keep` as a clean picture; a photo is one page.
pub(super) fn draw(
    bytes: Vec<u8>,
    limits: &DocumentLimits,
    keep: impl FnMut(CleanPhoto),
) -> Result<(), DocumentProblem> {
    if PhotoKind::of(&bytes).is_some() {
        clean_picture(&bytes, limits).map(keep)
    } else {
        pdf::draw_pages(bytes, limits, keep)
    }
}

/// The mark of a PDF stands somewhere in the first bytes (ISO 32000-1, annex H.3.4.1).
fn is_pdf(beginning: &[u8]) -> bool {
    const MARK: &[u8] = b"%PDF-";
    beginning.windows(MARK.len()).any(|part| part == MARK)
}

const HEAD: u64 = 1024;

/// A file without a name that holds these bytes.
pub fn in_a_file(bytes: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    Ok(file)
}

fn clean_picture(bytes: &[u8], limits: &DocumentLimits) -> Result<CleanPhoto, DocumentProblem> {
    let asked = PhotoLimits { max_bytes: limits.total_bytes, max_pixels: limits.pixels };
    let decoded = match PhotoKind::of(bytes) {
        Some(PhotoKind::Jpeg) => jpeg::decode(bytes, &asked),
        Some(PhotoKind::Png) => png::decode(bytes, &asked),
        None => return Err(DocumentProblem::WrongKind),
    };
    decoded
        .and_then(|(picture, orientation)| finish(picture, orientation, LONG_EDGE))
        .map_err(|problem| of_picture(problem, limits))
}

fn of_picture(problem: PhotoProblem, limits: &DocumentLimits) -> DocumentProblem {
    match problem {
        PhotoProblem::TooManyPixels => DocumentProblem::TooManyPixels(limits.pixels),
        PhotoProblem::TooLarge | PhotoProblem::TooLargeTogether => {
            DocumentProblem::TooLarge(limits.total_bytes)
        }
        PhotoProblem::Empty => DocumentProblem::Empty,
        PhotoProblem::NotAPhoto
        | PhotoProblem::Heic
        | PhotoProblem::MoreThanOne
        | PhotoProblem::NotAllowed => DocumentProblem::WrongKind,
        PhotoProblem::Damaged => DocumentProblem::Damaged { page: None },
    }
}

/// A page of a PDF that was drawn.
pub(super) fn drawn(picture: RgbImage, page: u32) -> Result<CleanPhoto, DocumentProblem> {
    finish(picture, Orientation::NoTransforms, LONG_EDGE)
        .map_err(|_| DocumentProblem::Damaged { page: Some(page) })
}
