//! Reading PNGs.

use std::io::Cursor;

use domain::photo::{PhotoLimits, PhotoProblem};
use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, LumaA, Rgb, Rgba, RgbaImage};
use studio::png::decode;
use studio::specimens::png_named_jpg;

const LIMITS: PhotoLimits = PhotoLimits::REGULATION;

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn first_pixel(picture: impl Into<DynamicImage>) -> [u8; 3] {
    decode(&png(picture), &LIMITS).unwrap().0.get_pixel(0, 0).0
}

#[test]
fn what_is_transparent_lies_on_white() {
    let of = |pixel| first_pixel(RgbaImage::from_pixel(5, 3, Rgba(pixel)));
    assert_eq!(of([0, 0, 0, 0]), [255, 255, 255]);
    assert_eq!(of([200, 0, 100, 255]), [200, 0, 100]);
    assert_eq!(of([200, 0, 100, 51]), [244, 204, 224]);
    let grey = GrayAlphaImage::from_pixel(5, 3, LumaA([0, 128]));
    assert_eq!(first_pixel(grey), [127, 127, 127]);
}

#[test]
fn every_pixel_is_laid_on_white_by_itself() {
    let drawn = RgbaImage::from_fn(7, 5, |x, y| {
        let (x, y) = (u8::try_from(x).unwrap(), u8::try_from(y).unwrap());
        Rgba([x * 30, y * 50, 90, if (x + y) % 2 == 0 { 255 } else { 0 }])
    });
    let (read, _) = decode(&png(drawn.clone()), &LIMITS).unwrap();
    for (laid, Rgba([r, g, b, a])) in read.pixels().zip(drawn.pixels()) {
        let expected = if *a == 0 { [255; 3] } else { [*r, *g, *b] };
        assert_eq!(laid.0, expected);
    }
}

#[test]
fn sixteen_bits_and_grey_are_read() {
    let deep = ImageBuffer::from_pixel(5, 3, Rgb([65_535_u16, 0, 257 * 100]));
    assert_eq!(first_pixel(deep), [255, 0, 100]);
    let grey = GrayImage::from_pixel(5, 3, image::Luma([77]));
    assert_eq!(first_pixel(grey), [77, 77, 77]);
    let deep_clear = ImageBuffer::from_pixel(5, 3, Rgba([0_u16, 0, 0, 0]));
    assert_eq!(first_pixel(deep_clear), [255, 255, 255]);
}

#[test]
fn a_png_written_in_seven_passes_with_a_palette_is_read() {
    let png = b"\x89PNG\x0D\x0A\x1A\x0A\x00\x00\x00\x0DIHDR\x00\x00\x00\x08\x00\x00\x00\x08\x02\
        \x03\x00\x00\x01\xCEff\x8E\x00\x00\x00\x0CPLTE\xDC\x1E\x1E\x1E\xB4<(<\xDC\xF0\
        \xDC(\xBE\x95\x1A1\x00\x00\x00!IDATx\xDAc``p`\xD8\xC0 \x00\xC4\xAC\x0C\xEB\x81\
        \x18D\xAEg`\x08\x05\xA1U\xFF\x81\x08\x00`\x9E\x07\xC9+\x80X\x18\x00\x00\x00\x00I\
        END\xAEB`\x82";
    let (read, _) = decode(png, &LIMITS).unwrap();
    assert_eq!(read.dimensions(), (8, 8));
    let corners = [(0, 0), (7, 0), (0, 7), (7, 7)].map(|(x, y)| read.get_pixel(x, y).0);
    assert_eq!(corners, studio::specimens::CORNERS);
}

#[test]
fn a_png_cut_off_anywhere_is_damaged() {
    let whole = png_named_jpg();
    // The last chunk holds nothing, so only what comes before it can be missed.
    for length in (8..whole.len() - 12).step_by(41) {
        let refused = decode(&whole[..length], &LIMITS).unwrap_err();
        assert_eq!(refused, PhotoProblem::Damaged, "cut at {length}");
    }
}

#[test]
fn a_png_with_a_changed_byte_in_its_picture_is_damaged() {
    let mut changed = png_named_jpg();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x10;
    assert_eq!(decode(&changed, &LIMITS), Err(PhotoProblem::Damaged));
}

#[test]
fn a_png_longer_than_any_jpeg_is_too_large() {
    let strip = GrayImage::new(70_000, 2);
    assert_eq!(decode(&png(strip), &LIMITS), Err(PhotoProblem::TooManyPixels));
}
