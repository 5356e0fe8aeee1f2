//! What does it cost to clean a photo of twelve megapixels, beside the same work by the crate `image` alone? In turns,
//! medians as a ratio within one run.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::io::Cursor;
use std::time::Instant;

use domain::photo::PhotoLimits;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};
use studio::photo::{LONG_EDGE, THUMBNAIL_EDGE, clean_photo};
use studio::specimens::portrait_with_gps;

const ROUNDS: usize = 40;

fn main() {
    let picture = portrait_with_gps();
    let mut times = [const { Vec::new() }; 2];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            let start = Instant::now();
            if which == 0 {
                assert!(clean_photo(&picture, &PhotoLimits::REGULATION).is_ok());
            } else {
                assert!(by_image(&picture) > 0);
            }
            times[which].push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let [ours, by_image] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    println!(
        "photo, 12 megapixels   cleaned {ours:7.1} ms   by `image` {by_image:7.1} ms   ratio {:.2}   no target",
        ours / by_image
    );
}

/// The same work on the picture as anybody would write it with one crate; the bytes of both results.
fn by_image(picture: &[u8]) -> usize {
    let reader = ImageReader::new(Cursor::new(picture)).with_guessed_format().expect("read");
    let mut decoder = reader.into_decoder().expect("a picture");
    let orientation = decoder.orientation().expect("a way");
    let mut whole = DynamicImage::from_decoder(decoder).expect("a picture");
    whole.apply_orientation(orientation);
    let kept = whole.resize(LONG_EDGE, LONG_EDGE, FilterType::CatmullRom);
    let thumbnail = kept.resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, FilterType::CatmullRom);
    let mut bytes = 0;
    for (picture, quality) in [(kept, 85), (thumbnail, 80)] {
        let mut encoded = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut encoded, quality)).expect("encoded");
        bytes += encoded.len();
    }
    bytes
}
