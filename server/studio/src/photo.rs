//! From what a family sent to what is kept: one upright picture of a sensible size that carries
//! nothing but its pixels, and a small one for lists.

use std::io::{self, Read, Seek};
use std::num::NonZero;

use bytes::Bytes;
use domain::photo::{PhotoKind, PhotoLimits, PhotoProblem, check_photo};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rayon_core::ThreadPoolBuildError;

use crate::workshop::Workshop;
use crate::{jpeg, png};

/// The long edge of the kept picture, in pixels: enough for a full screen and a postcard print.
pub const LONG_EDGE: u32 = 1600;
/// The long edge of the thumbnail, in pixels.
pub const THUMBNAIL_EDGE: u32 = 320;
const QUALITY: u8 = 85;
const THUMBNAIL_QUALITY: u8 = 80;

/// The copy of a photo that is kept. Both pictures are JPEGs without any metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct CleanPhoto {
    pub jpeg: Vec<u8>,
    /// The width of `jpeg` in pixels.
    pub width: u32,
    /// The height of `jpeg` in pixels.
    pub height: u32,
    pub thumbnail: Vec<u8>,
}

/// A picture has no business in a log, so only its measures are shown.
impl std::fmt::Debug for CleanPhoto {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("CleanPhoto")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("bytes", &self.jpeg.len())
            .field("thumbnail_bytes", &self.thumbnail.len())
            .finish()
    }
}

/// Makes the clean copy. It works for a tenth of a second on a usual photo and never waits:
/// async code goes through [`PhotoStudio`].
///
/// # Errors
/// Everything that [`check_photo`] refuses, [`PhotoProblem::TooManyPixels`] judged by the header,
/// and [`PhotoProblem::Damaged`] for what is cut off or cannot be decoded.
pub fn clean_photo(bytes: &[u8], limits: &PhotoLimits) -> Result<CleanPhoto, PhotoProblem> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let (picture, orientation) = match check_photo(size, bytes, limits)? {
        PhotoKind::Jpeg => jpeg::decode(bytes, limits)?,
        PhotoKind::Png => png::decode(bytes, limits)?,
    };
    finish(picture, orientation, LONG_EDGE)
}

/// Makes what is kept of a decoded picture: small enough, upright, and with its thumbnail.
pub(super) fn finish(
    picture: RgbImage,
    orientation: Orientation,
    long_edge: u32,
) -> Result<CleanPhoto, PhotoProblem> {
    // It is turned after it became small: turning twelve megapixels costs as much as decoding.
    let mut picture = DynamicImage::ImageRgb8(fit(picture, long_edge)?);
    picture.apply_orientation(orientation);
    let picture = picture.into_rgb8();
    let jpeg = encode(&picture, QUALITY)?;
    let (width, height) = picture.dimensions();
    let thumbnail = encode(&fit(picture, THUMBNAIL_EDGE)?, THUMBNAIL_QUALITY)?;
    Ok(CleanPhoto { jpeg, width, height, thumbnail })
}

/// Where photos are cleaned off the async threads, only so many at a time, since one of twelve
/// megapixels takes some 60 MB while it is worked on. Clones share the same seats.
#[derive(Clone, Debug)]
pub struct PhotoStudio {
    workshop: Workshop,
}

impl PhotoStudio {
    /// A studio in which this many photos are cleaned at the same time.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn with_seats(seats: NonZero<usize>) -> Result<Self, ThreadPoolBuildError> {
        Ok(Self { workshop: Workshop::new("photos", seats)? })
    }

    /// Waits for a seat, then does what [`clean_photo`] does.
    ///
    /// # Errors
    /// Those of [`clean_photo`]. A picture that makes a decoder panic is a damaged one.
    pub async fn clean(&self, bytes: Bytes, limits: PhotoLimits) -> Result<CleanPhoto, PhotoProblem> {
        let cleaned = self.workshop.work(move || clean_photo(&bytes, &limits)).await;
        cleaned.unwrap_or(Err(PhotoProblem::Damaged))
    }

    /// The same for a photo that lies in a file. It is read from its beginning once there is a
    /// seat, so that those who wait hold a file and no memory.
    ///
    /// # Errors
    /// The outer error is the disk's, the inner one is about the photo and as in
    /// [`clean`](Self::clean).
    pub async fn clean_file(
        &self,
        file: impl Read + Seek + Send + 'static,
        limits: PhotoLimits,
    ) -> io::Result<Result<CleanPhoto, PhotoProblem>> {
        let read_and_clean = move || Ok(clean_photo(&read(file, &limits)?, &limits));
        self.workshop.work(read_and_clean).await.unwrap_or(Ok(Err(PhotoProblem::Damaged)))
    }
}

/// Reads a file up to one byte more than a photo may have, which is enough to be refused.
fn read(mut file: impl Read + Seek, limits: &PhotoLimits) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Shrinks a picture until its long edge has this many pixels, and never enlarges one.
pub(super) fn fit(picture: RgbImage, long_edge: u32) -> Result<RgbImage, PhotoProblem> {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= long_edge {
        return Ok(picture);
    }
    let shrink = |edge: u32| {
        let edge = (u64::from(edge) * u64::from(long_edge) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(edge).unwrap_or(long_edge).max(1)
    };
    let mut small = Image::new(shrink(width), shrink(height), PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    // Nothing here can fail: the pixels were counted when they were decoded. What cannot happen
    // is still answered with a refusal rather than with a panic.
    let large =
        ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).map_err(|_| PhotoProblem::Damaged)?;
    Resizer::new().resize(&large, &mut small, &options).map_err(|_| PhotoProblem::Damaged)?;
    RgbImage::from_raw(small.width(), small.height(), small.into_vec()).ok_or(PhotoProblem::Damaged)
}

/// A JPEG with colours at half resolution, as phones write them: a third fewer bytes over a slow
/// line, and no difference that anyone sees.
pub(super) fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PhotoProblem> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    let (Ok(width), Ok(height)) = (u16::try_from(picture.width()), u16::try_from(picture.height())) else {
        return Err(PhotoProblem::TooManyPixels);
    };
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).map_err(|_| PhotoProblem::Damaged)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawings::{draw, small_photo};
    use crate::specimens;
    use proptest::prelude::*;
    use std::io::Write;
    use std::sync::LazyLock;

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
}
