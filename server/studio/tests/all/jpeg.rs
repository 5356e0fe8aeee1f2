//! Reading JPEGs.

use domain::photo::{PhotoLimits, PhotoProblem};
use image::RgbImage;
use image::metadata::Orientation;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use studio::drawings::{draw, small_photo};
use studio::jpeg::{decode, strip};
use studio::specimens::{exactly, portrait_with_gps};

const LIMITS: PhotoLimits = PhotoLimits::REGULATION;

fn encoded(set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let picture = draw(1, 201, 149, 1);
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    set(&mut encoder);
    encoder.encode(picture.as_raw(), 201, 149, ColorType::Rgb).unwrap();
    jpeg
}

fn progressive() -> Vec<u8> {
    encoded(|encoder| encoder.set_progressive(true))
}

#[test]
fn every_way_of_writing_a_jpeg_is_read() {
    let ways = [
        encoded(|_| {}),
        progressive(),
        encoded(|encoder| encoder.set_restart_interval(4)),
        encoded(|encoder| encoder.set_sampling_factor(SamplingFactor::R_4_4_4)),
        encoded(|encoder| encoder.set_sampling_factor(SamplingFactor::R_4_4_0)),
        encoded(|encoder| encoder.set_optimized_huffman_tables(true)),
    ];
    let drawn = draw(1, 201, 149, 1);
    for jpeg in ways {
        let (read, _) = decode(&jpeg, &LIMITS).unwrap();
        assert_eq!(read.dimensions(), drawn.dimensions());
        assert_alike(&read, &drawn);
    }
}

#[test]
fn grey_and_printers_colours_are_read() {
    for (kind, channels) in [(ColorType::Luma, 1), (ColorType::Cmyk, 4), (ColorType::CmykAsYcck, 4)] {
        let mut jpeg = Vec::new();
        // White in grey; without any ink in print.
        let paper = if channels == 1 { 255 } else { 0 };
        Encoder::new(&mut jpeg, 90).encode(&vec![paper; 40 * 30 * channels], 40, 30, kind).unwrap();
        let (read, _) = decode(&jpeg, &LIMITS).unwrap();
        assert_alike(&read, &RgbImage::from_pixel(40, 30, image::Rgb([255; 3])));
    }
}

#[test]
fn a_jpeg_cut_off_anywhere_is_damaged() {
    for whole in [small_photo(1), progressive()] {
        for length in (3..whole.len()).step_by(97).chain([whole.len() - 1]) {
            let refused = decode(&whole[..length], &LIMITS).unwrap_err();
            assert_eq!(refused, PhotoProblem::Damaged, "cut at {length}");
        }
    }
}

#[test]
fn a_hole_in_the_middle_is_damage_even_when_the_end_is_there() {
    let mut holed = small_photo(1);
    let middle = holed.len() / 2;
    holed.drain(middle..middle + middle / 2);
    assert_eq!(decode(&holed, &LIMITS), Err(PhotoProblem::Damaged));
}

#[test]
fn what_stands_between_and_behind_the_segments_is_forgiven() {
    let photo = small_photo(1);
    let untidy = [&photo[..2], b"\0\0\0\0padding", &photo[2..], b"a second picture or a film"].concat();
    assert_eq!(decode(&untidy, &LIMITS), decode(&photo, &LIMITS));
}

#[test]
fn the_decoder_sees_nothing_but_the_picture() {
    let photo = portrait_with_gps();
    let bare = strip(&photo).unwrap();
    assert_eq!(bare.orientation, Orientation::Rotate90);
    for private in ["Exif", "Family Phone", "adobe", "Grandmother"] {
        assert!(holds(&photo, private));
        assert!(!holds(&bare.bytes, private));
    }
    let padded = exactly(400_000);
    assert!(strip(&padded).unwrap().bytes.len() < 100_000);
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// JPEG is lossy, so pictures are compared by how far they are apart on the whole.
fn assert_alike(one: &RgbImage, other: &RgbImage) {
    let parts = one.as_raw().iter().zip(other.as_raw());
    let apart: u64 = parts.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let average = apart / one.as_raw().len() as u64;
    assert!(average < 4, "the pictures are {average} apart");
}
