//! What becomes of a document.

use std::io;
use std::sync::LazyLock;

use domain::document::{DocumentLimits, DocumentProblem};
use domain::photo::PhotoLimits;
use image::{DynamicImage, RgbImage};
use proptest::prelude::*;
use studio::document::{DocumentStudio, MOST_SEATS, Renderer, clean, in_a_file};
use studio::drawings::{draw, small_photo};
use studio::jpeg;
use studio::photo::{CleanPhoto, encode};
use studio::specimen_documents::{self as documents, clean_pdf};
use studio::specimens::{self, CORNERS};

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
                assert_eq!(segments(&jpeg).into_iter().find(|marker| (0xE1..=0xEF).contains(marker)), None);
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
    let seats = studio.free_seats();
    assert!(seats <= MOST_SEATS);
    let clean = studio.clean(in_a_file(&small_photo(1)).unwrap(), LIMITS).await.unwrap().unwrap();
    assert_eq!(studio.free_seats(), seats - 1);
    drop(clean);
    assert_eq!(studio.free_seats(), seats);
    assert!(studio.clean(in_a_file(b"").unwrap(), LIMITS).await.unwrap().is_err());
    assert_eq!(studio.free_seats(), seats);
}

/// Small enough that a mutated header cannot make a test run for minutes.
const SMALL: DocumentLimits = DocumentLimits { total_bytes: 1 << 20, files: 20, pages: 3, pixels: 1 << 20 };

static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let drawing = DynamicImage::ImageRgb8(draw(2, 64, 48, 1));
    let mut png = io::Cursor::new(Vec::new());
    drawing.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let mut good = vec![encode(drawing.as_rgb8().unwrap(), 85).unwrap(), png.into_inner()];
    good.push(documents::png_with_gps());
    good.push(specimens::all_orientations()[7].clone());
    good.extend([documents::small_pdf(), documents::small_pdf(), documents::embedded(), documents::script()]);
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
