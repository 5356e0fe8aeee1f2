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
pub fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PhotoProblem> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    let (Ok(width), Ok(height)) = (u16::try_from(picture.width()), u16::try_from(picture.height())) else {
        return Err(PhotoProblem::TooManyPixels);
    };
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).map_err(|_| PhotoProblem::Damaged)?;
    Ok(jpeg)
}
