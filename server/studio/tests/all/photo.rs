//! What becomes of a photo.

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::LazyLock;

use domain::photo::{PhotoLimits, PhotoProblem};
use image::{DynamicImage, RgbImage};
use proptest::prelude::*;
use studio::drawings::{draw, small_photo};
use studio::photo::{CleanPhoto, PhotoStudio, clean_photo, encode};
use studio::{jpeg, specimens};

const LIMITS: PhotoLimits = PhotoLimits::REGULATION;

fn clean(bytes: &[u8]) -> Result<CleanPhoto, PhotoProblem> {
    clean_photo(bytes, &LIMITS)
}

fn picture(jpeg: &[u8]) -> RgbImage {
    jpeg::decode(jpeg, &LIMITS).unwrap().0
}

fn assert_upright(jpeg: &[u8]) {
    let picture = picture(jpeg);
    let (right, bottom) = (picture.width() - 6, picture.height() - 6);
    let corners = [(5, 5), (right, 5), (5, bottom), (right, bottom)];
    for ((x, y), expected) in corners.into_iter().zip(specimens::CORNERS) {
        let found = picture.get_pixel(x, y).0;
        let alike = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 24);
        assert!(alike, "at {x}, {y} stands {found:?} instead of {expected:?}");
    }
}

#[test]
fn a_photo_taken_sideways_is_turned_upright() {
    let photo = clean(&specimens::portrait_with_gps()).unwrap();
    assert_eq!((photo.width, photo.height), (1200, 1600));
    assert_upright(&photo.jpeg);
    assert_upright(&photo.thumbnail);
}

#[test]
fn a_photo_taken_any_way_round_is_turned_upright() {
    for turned in specimens::all_orientations() {
        let photo = clean(&turned).unwrap();
        assert_eq!((photo.width, photo.height), (600, 400));
        assert_upright(&photo.jpeg);
        assert_upright(&photo.thumbnail);
    }
}

#[test]
fn nothing_but_the_picture_is_kept() {
    let photo = clean(&specimens::portrait_with_gps()).unwrap();
    for jpeg in [photo.jpeg, photo.thumbnail] {
        // Up to the scan, where nothing but the picture follows.
        let mut rest = &jpeg[2..];
        while let [0xFF, marker, high, low, ..] = *rest {
            let jfif = marker == 0xE0 && rest[4..].starts_with(b"JFIF\0");
            let draws = matches!(marker, 0xC0..=0xCF | 0xDA..=0xDD);
            assert!(jfif || draws, "there is a segment {marker:X}");
            if marker == 0xDA {
                break;
            }
            rest = &rest[2 + usize::from(u16::from_be_bytes([high, low]))..];
        }
        assert!(jpeg.ends_with(b"\xFF\xD9"));
    }
}

#[test]
fn a_large_photo_is_shrunk_and_a_small_one_is_never_enlarged() {
    let small = clean(&small_photo(1)).unwrap();
    assert_eq!((small.width, small.height), (800, 600));
    assert_eq!(picture(&small.thumbnail).dimensions(), (320, 240));

    let tiny = encode(&RgbImage::new(3, 1), 85).unwrap();
    let tiny = clean(&tiny).unwrap();
    assert_eq!((tiny.width, tiny.height), (3, 1));
    assert_eq!(picture(&tiny.thumbnail).dimensions(), (3, 1));

    let thread = encode(&RgbImage::new(60_000, 2), 85).unwrap();
    let thread = clean(&thread).unwrap();
    assert_eq!((thread.width, thread.height), (1600, 1));
}

#[test]
fn ten_mebibytes_are_cleaned_and_one_byte_more_is_refused() {
    // Regulation 二(四): 檔案畫質以不超過 10M 為原則.
    let limit = 10 * 1024 * 1024;
    assert!(clean(&specimens::exactly(limit)).is_ok());
    let refused = clean(&specimens::exactly(limit + 1));
    assert_eq!(refused, Err(PhotoProblem::TooLarge));
}

#[test]
fn what_is_no_good_photo_is_refused_by_its_problem() {
    let table = [
        (specimens::sixty_megapixels(), PhotoProblem::TooManyPixels),
        (specimens::truncated(), PhotoProblem::Damaged),
        (specimens::text(), PhotoProblem::NotAPhoto),
        (specimens::heic_header(), PhotoProblem::Heic),
        (Vec::new(), PhotoProblem::Empty),
        (b"\xFF\xD8\xFF".to_vec(), PhotoProblem::Damaged),
        (b"\x89PNG\r\n\x1A\n".to_vec(), PhotoProblem::Damaged),
    ];
    for (bytes, problem) in table {
        assert_eq!(clean(&bytes), Err(problem));
    }
}

#[test]
fn a_png_is_taken_whatever_it_is_called() {
    let photo = clean(&specimens::png_named_jpg()).unwrap();
    assert_eq!((photo.width, photo.height), (400, 300));
}

#[test]
fn an_institution_may_ask_for_smaller_photos() {
    let strict = PhotoLimits { max_pixels: 800 * 600 - 1, ..LIMITS };
    let refused = clean_photo(&small_photo(1), &strict);
    assert_eq!(refused, Err(PhotoProblem::TooManyPixels));
}

#[tokio::test]
async fn a_studio_with_one_seat_cleans_one_photo_after_the_other() {
    let studio = PhotoStudio::with_seats(NonZero::<usize>::MIN).expect("a thread");
    let clean = |seed| studio.clean(small_photo(seed).into(), LIMITS);
    let (one, two, three) = tokio::join!(clean(1), clean(2), clean(3));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
}

#[tokio::test]
async fn a_studio_gives_the_seat_back_after_a_bad_photo() {
    let studio = PhotoStudio::with_seats(NonZero::<usize>::MIN).expect("a thread");
    for _ in 0..2 {
        let refused = studio.clean(specimens::truncated().into(), LIMITS).await;
        assert_eq!(refused, Err(PhotoProblem::Damaged));
    }
}

#[tokio::test]
async fn a_photo_in_a_file_is_cleaned_like_one_in_memory() {
    let studio = PhotoStudio::with_seats(NonZero::<usize>::MIN).expect("a thread");
    let file = |bytes: &[u8]| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    };
    let photo = studio.clean_file(file(&small_photo(1)), LIMITS).await.unwrap();
    assert_eq!(photo, clean(&small_photo(1)));
    let too_large = file(&specimens::exactly(10 * 1024 * 1024 + 1));
    let refused = studio.clean_file(too_large, LIMITS).await.unwrap();
    assert_eq!(refused, Err(PhotoProblem::TooLarge));
}

/// Small enough that a mutated header cannot make a test run for minutes.
const SMALL: PhotoLimits = PhotoLimits { max_bytes: 1 << 20, max_pixels: 1 << 20 };

static PHOTOS: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    let drawing = DynamicImage::ImageRgb8(draw(2, 64, 48, 1));
    let mut png = io::Cursor::new(Vec::new());
    drawing.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let [.., turned] = specimens::all_orientations();
    [encode(drawing.as_rgb8().unwrap(), 85).unwrap(), png.into_inner(), turned]
});

proptest! {
    #[test]
    fn bytes_that_only_begin_like_a_photo_never_panic(
        png: bool,
        mut bytes: Vec<u8>,
    ) {
        let magic: &[u8] = if png { b"\x89PNG\r\n\x1A\n" } else { b"\xFF\xD8\xFF" };
        bytes.splice(0..0, magic.iter().copied());
        prop_assert!(clean_photo(&bytes, &SMALL).is_err());
    }

    #[test]
    fn a_photo_with_changed_bytes_never_panics(
        which in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = PHOTOS[which].clone();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = clean_photo(&bytes, &SMALL);
    }
}
