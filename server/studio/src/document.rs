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
const MOST_SEATS: usize = 2;

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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use image::DynamicImage;
    use proptest::prelude::*;

    use super::*;
    use crate::drawings::{draw, small_photo};
    use crate::photo::encode;
    use crate::specimen_documents::{self as documents, clean_pdf};
    use crate::specimens::{self, CORNERS};

    const LIMITS: DocumentLimits = DocumentLimits::REGULATION;

    fn taken(bytes: &[u8]) -> Result<Vec<CleanPhoto>, DocumentProblem> {
        clean(in_a_file(bytes).unwrap(), &Renderer::InProcess, &LIMITS).unwrap()
    }

    fn picture(jpeg: &[u8]) -> RgbImage {
        let limits = PhotoLimits { max_bytes: u64::MAX, max_pixels: u64::MAX };
        jpeg::decode(jpeg, &limits).unwrap().0
    }

    #[test]
    fn each_page_of_a_pdf_becomes_an_upright_picture_that_can_be_read() {
        let pages = taken(&clean_pdf()).unwrap();
        let sizes: Vec<_> = pages.iter().map(|page| (page.width, page.height)).collect();
        assert_eq!(sizes, [(1695, 2400), (2400, 1695)]);
        for page in &pages {
            let (whole, small) = (picture(&page.jpeg), picture(&page.thumbnail));
            assert_eq!(whole.dimensions(), (page.width, page.height));
            assert_eq!(small.width().max(small.height()), 320);
            let paper = whole.get_pixel(3, 3).0;
            assert!(paper.iter().all(|part| *part > 250), "paper is white");
            assert!(whole.pixels().any(|pixel| pixel.0.iter().all(|part| *part < 60)), "words are black");
        }
        let garden = picture(&pages[0].jpeg);
        assert!(garden.pixels().filter(|pixel| pixel.0[1] > pixel.0[0].saturating_add(30)).count() > 50_000);
    }

    #[test]
    fn a_photo_is_one_page_larger_than_a_photo_of_an_entry() {
        let pages = taken(&specimens::portrait_with_gps()).unwrap();
        assert_eq!(pages.iter().map(|page| (page.width, page.height)).collect::<Vec<_>>(), [(1800, 2400)]);
        let pages = taken(&small_photo(1)).unwrap();
        assert_eq!((pages[0].width, pages[0].height), (800, 600));
    }

    #[test]
    fn a_document_photographed_any_way_round_is_turned_upright() {
        for turned in specimens::all_orientations() {
            let pages = taken(&turned).unwrap();
            let upright = picture(&pages[0].jpeg);
            assert_eq!(upright.dimensions(), (600, 400));
            let corners = [(5, 5), (594, 5), (5, 394), (594, 394)];
            for ((x, y), expected) in corners.into_iter().zip(CORNERS) {
                let found = upright.get_pixel(x, y).0;
                assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 24), "{found:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn nothing_is_kept_of_what_a_file_says_besides_its_pages() {
        let private =
            ["Exif", "Family Phone", "adobe", "Grandmother", "Mei-hua", "Photoshop", "8BIM", "Visit on"];
        for bytes in [specimens::portrait_with_gps(), documents::png_with_gps(), clean_pdf()] {
            assert!(private.iter().any(|text| holds(&bytes, text)), "it says something");
            for page in taken(&bytes).unwrap() {
                for jpeg in [page.jpeg, page.thumbnail] {
                    assert_eq!(private.iter().find(|text| holds(&jpeg, text)), None);
                    assert_eq!(
                        segments(&jpeg).into_iter().find(|marker| (0xE1..=0xEF).contains(marker)),
                        None
                    );
                    assert!(!segments(&jpeg).contains(&0xFE) && jpeg.ends_with(b"\xFF\xD9"));
                }
            }
        }
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    }

    /// The markers up to the scan, behind which nothing but the picture follows.
    fn segments(jpeg: &[u8]) -> Vec<u8> {
        let (mut markers, mut rest) = (Vec::new(), &jpeg[2..]);
        while let [0xFF, marker, high, low, ..] = *rest {
            markers.push(marker);
            if marker == 0xDA {
                break;
            }
            rest = &rest[2 + usize::from(u16::from_be_bytes([high, low]))..];
        }
        markers
    }

    #[test]
    fn what_is_no_good_document_is_refused_by_its_problem() {
        let damaged = |page| DocumentProblem::Damaged { page };
        let cases = [
            ("zero bytes", Vec::new(), DocumentProblem::Empty),
            ("a text", specimens::text(), DocumentProblem::WrongKind),
            ("HEIC", specimens::heic_header(), DocumentProblem::WrongKind),
            ("25 MB", documents::padded_pdf(25_000_000), DocumentProblem::TooLarge(LIMITS.total_bytes)),
            ("a truncated JPEG", specimens::truncated(), damaged(None)),
            ("60 megapixels", specimens::sixty_megapixels(), DocumentProblem::TooManyPixels(LIMITS.pixels)),
            (
                "60,000 pixels each way",
                documents::sixty_thousand_square(),
                DocumentProblem::TooManyPixels(LIMITS.pixels),
            ),
            ("a password", documents::encrypted(), DocumentProblem::Encrypted),
            ("no pages", documents::no_pages(), DocumentProblem::NoPages),
            ("21 pages", documents::pages(21), DocumentProblem::TooManyPages(20)),
            ("only the mark of a PDF", b"%PDF-1.7\n".to_vec(), damaged(None)),
            ("a font that is not there", documents::without_its_font(), damaged(Some(1))),
        ];
        for (what, bytes, problem) in cases {
            assert_eq!(taken(&bytes).err(), Some(problem), "{what}");
        }
        assert!(matches!(taken(&documents::truncated_pdf()), Err(DocumentProblem::Damaged { .. })));
    }

    #[test]
    fn a_pdf_that_acts_is_refused_wherever_the_action_stands() {
        for (what, pdf) in documents::scripts() {
            assert_eq!(taken(&pdf).err(), Some(DocumentProblem::Script), "a script {what}");
        }
        for (what, pdf) in documents::launches() {
            assert_eq!(taken(&pdf).err(), Some(DocumentProblem::Launch), "{what}");
        }
        for (what, pdf) in documents::embeddings() {
            assert_eq!(taken(&pdf).err(), Some(DocumentProblem::EmbeddedFiles), "a file {what}");
        }
        assert_eq!(taken(&documents::with_a_link()).unwrap().len(), 2, "a link that somebody would press");
    }

    #[test]
    fn what_a_file_is_its_content_says() {
        assert_eq!(taken(&specimens::png_named_jpg()).unwrap().len(), 1);
        let late = [b"\n\n\n".as_slice(), &clean_pdf()].concat();
        assert_eq!(taken(&late).unwrap().len(), 2);
        assert_eq!(taken(&documents::pages(20)).unwrap().len(), 20);
    }

    #[tokio::test]
    async fn only_so_many_documents_lie_in_memory() {
        let studio = DocumentStudio::for_this_machine(Renderer::InProcess);
        let seats = studio.seats.available_permits();
        assert!(seats <= MOST_SEATS);
        let clean = studio.clean(in_a_file(&small_photo(1)).unwrap(), LIMITS).await.unwrap().unwrap();
        assert_eq!(studio.seats.available_permits(), seats - 1);
        drop(clean);
        assert_eq!(studio.seats.available_permits(), seats);
        assert!(studio.clean(in_a_file(b"").unwrap(), LIMITS).await.unwrap().is_err());
        assert_eq!(studio.seats.available_permits(), seats);
    }

    /// Small enough that a mutated header cannot make a test run for minutes.
    const SMALL: DocumentLimits =
        DocumentLimits { total_bytes: 1 << 20, files: 20, pages: 3, pixels: 1 << 20 };

    static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let drawing = DynamicImage::ImageRgb8(draw(2, 64, 48, 1));
        let mut png = io::Cursor::new(Vec::new());
        drawing.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let mut good = vec![encode(drawing.as_rgb8().unwrap(), 85).unwrap(), png.into_inner()];
        good.push(documents::png_with_gps());
        good.push(specimens::all_orientations()[7].clone());
        good.extend([
            documents::small_pdf(),
            documents::small_pdf(),
            documents::embedded(),
            documents::script(),
        ]);
        good
    });

    /// 300 of each kind, or as many as `CONTACT_BOOK_FUZZ` says.
    fn cases() -> u32 {
        std::env::var("CONTACT_BOOK_FUZZ").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
    }

    fn quietly(bytes: &[u8]) {
        let _ = clean(in_a_file(bytes).unwrap(), &Renderer::InProcess, &SMALL).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(cases()))]

        #[test]
        fn bytes_that_only_begin_like_a_document_never_panic(which in 0_usize..3, mut bytes: Vec<u8>) {
            let magic: [&[u8]; 3] = [b"\x89PNG\r\n\x1A\n", b"\xFF\xD8\xFF", b"%PDF-1.7\n"];
            bytes.splice(0..0, magic[which].iter().copied());
            quietly(&bytes);
        }

        #[test]
        fn a_document_with_changed_bytes_never_panics(
            which in any::<prop::sample::Index>(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            cut in any::<prop::sample::Index>(),
            cuts: bool,
        ) {
            let mut bytes = GOOD[which.index(GOOD.len())].clone();
            for (place, byte) in changes {
                let at = place.index(bytes.len());
                bytes[at] = byte;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len()));
            }
            quietly(&bytes);
        }
    }
}
