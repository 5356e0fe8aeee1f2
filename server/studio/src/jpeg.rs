//! Reading a JPEG: only the parts that draw the picture ever reach the decoder.

use domain::photo::{PhotoLimits, PhotoProblem, check_pixels};
use image::RgbImage;
use image::metadata::Orientation;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Decodes a JPEG as its bytes lie, not yet turned, and tells how to turn it upright.
///
/// # Errors
/// [`PhotoProblem::TooManyPixels`] before anything is decoded, [`PhotoProblem::Damaged`] when the
/// file is cut off or broken anywhere inside.
pub fn decode(bytes: &[u8], limits: &PhotoLimits) -> Result<(RgbImage, Orientation), PhotoProblem> {
    let bare = strip(bytes).ok_or(PhotoProblem::Damaged)?;
    // A lenient decoder paints what is missing grey and says nothing; a strict one refuses. That
    // `strip` has removed all that is no picture keeps the strict one from being petty about it.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bare.bytes), options);
    decoder.decode_headers().map_err(|_| PhotoProblem::Damaged)?;
    let info = decoder.info().ok_or(PhotoProblem::Damaged)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_pixels(width, height, limits)?;
    let pixels = decoder.decode().map_err(|_| PhotoProblem::Damaged)?;
    let picture = RgbImage::from_raw(width, height, pixels).ok_or(PhotoProblem::Damaged)?;
    Ok((picture, bare.orientation))
}

/// A JPEG without whatever does not draw.
pub struct BareJpeg {
    pub bytes: Vec<u8>,
    /// What its EXIF said before it was left out.
    pub orientation: Orientation,
}

/// Walks through the segments of a JPEG up to the end of its first image and keeps those that
/// draw it. None when the end never comes, which is how a file that was cut off shows.
///
/// The end is searched by walking, because the two bytes that mark it also stand inside EXIF,
/// where the camera's own thumbnail ends.
pub fn strip(bytes: &[u8]) -> Option<BareJpeg> {
    let mut bare =
        BareJpeg { bytes: Vec::with_capacity(bytes.len()), orientation: Orientation::NoTransforms };
    bare.bytes.extend_from_slice(&[0xFF, SOI]);
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = next_marker(rest)?;
        rest = after;
        match marker {
            EOI => {
                bare.bytes.extend_from_slice(&[0xFF, EOI]);
                return Some(bare);
            }
            SOI | TEM | RST0..=RST7 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
                let (segment, after) = rest.split_at_checked(length)?;
                let content = segment.get(2..)?;
                rest = after;
                if marker == APP1
                    && let Some(exif) = content.strip_prefix(b"Exif\0\0")
                    && let Some(orientation) = Orientation::from_exif_chunk(exif)
                {
                    bare.orientation = orientation;
                }
                if draws(marker) {
                    bare.bytes.extend_from_slice(&[0xFF, marker]);
                    bare.bytes.extend_from_slice(segment);
                }
                if marker == SOS {
                    let (scan, after) = rest.split_at(scan_length(rest));
                    bare.bytes.extend_from_slice(scan);
                    rest = after;
                }
            }
        }
    }
}

const TEM: u8 = 0x01;
const RST0: u8 = 0xD0;
const RST7: u8 = 0xD7;
const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COM: u8 = 0xFE;

/// JFIF (APP0) and Adobe's mark (APP14) say what the colours mean; every other application's
/// segment and every comment is a place where a phone writes down who, where and when.
fn draws(marker: u8) -> bool {
    match marker {
        APP0 | APP14 => true,
        APP1..=APP15 | COM => false,
        _ => true,
    }
}

/// The next marker and what follows it. Bytes between segments that belong to none are passed
/// over: some phones leave them there, and every viewer forgives them.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let start = bytes.iter().position(|&byte| byte == 0xFF)?;
        bytes = bytes.get(start..)?;
        let fill = bytes.iter().position(|&byte| byte != 0xFF)?;
        let (&marker, after) = bytes.get(fill..)?.split_first()?;
        if marker != 0 {
            return Some((marker, after));
        }
        bytes = after;
    }
}

/// How many bytes of entropy-coded data stand before the next marker that ends them. In them
/// `FF 00` is a data byte and `FF D0`–`FF D7` are restarts.
fn scan_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0xFF)) {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | RST0..=RST7) => at += 2,
            Some(0xFF) => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}
