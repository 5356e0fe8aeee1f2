//! Reading a PNG: every kind of it, down to eight bits and onto white paper.

use std::io::Cursor;

use domain::photo::{PhotoLimits, PhotoProblem, check_pixels};
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbImage};

/// A JPEG can be no longer or wider than this, so a PNG may not either.
const MAX_EDGE: u32 = 65_535;
/// What the decoder may take for itself besides the picture, in bytes.
const MAX_ALLOC: u64 = 64 * 1024 * 1024;

/// Decodes a PNG as its bytes lie, not yet turned, and tells how to turn it upright. Of a moving
/// picture this is the still one that viewers without movement show.
///
/// # Errors
/// [`PhotoProblem::TooManyPixels`] before anything is decoded, [`PhotoProblem::Damaged`] when the
/// file is cut off or broken.
pub fn decode(bytes: &[u8], limits: &PhotoLimits) -> Result<(RgbImage, Orientation), PhotoProblem> {
    let mut allowed = Limits::no_limits();
    allowed.max_image_width = Some(MAX_EDGE);
    allowed.max_image_height = Some(MAX_EDGE);
    allowed.max_alloc = Some(MAX_ALLOC);
    let mut decoder =
        PngDecoder::with_limits(Cursor::new(bytes), allowed).map_err(|error| problem(&error))?;
    let (width, height) = decoder.dimensions();
    check_pixels(width, height, limits)?;
    let orientation = decoder.orientation().map_err(|error| problem(&error))?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?;
    Ok((on_white(picture), orientation))
}

fn problem(error: &ImageError) -> PhotoProblem {
    match error {
        ImageError::Limits(_) => PhotoProblem::TooManyPixels,
        _ => PhotoProblem::Damaged,
    }
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    RgbImage::from_raw(width, height, flatten(picture.into_raw())).unwrap_or_default()
}

/// Lays RGBA pixels on white, within the same memory, because fifty megapixels are wanted once.
fn flatten(mut pixels: Vec<u8>) -> Vec<u8> {
    let count = pixels.len() / 4;
    for pixel in 0..count {
        let alpha = u16::from(pixels[pixel * 4 + 3]);
        for channel in 0..3 {
            let colour = u16::from(pixels[pixel * 4 + channel]);
            let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
            pixels[pixel * 3 + channel] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    pixels.truncate(count * 3);
    pixels
}
