//! Little pictures drawn in code: what families of the demo send, and what tests photograph.

mod paper;
mod at_home;
mod outdoors;

use image::RgbImage;
use paper::{INK, Paper, WHITE};

use crate::photo::{encode, fit};

/// A drawing of 800 × 600 pixels as a JPEG: what families photograph, such as a cake, a dog or a
/// rice field. The same seed always draws the same picture, and the next seed draws another one.
#[must_use]
pub fn small_photo(seed: u64) -> Vec<u8> {
    photographed(draw(seed, 800, 600, 2))
}

/// As a JPEG. What was drawn at twice its size is shrunk, which makes its edges smooth.
fn photographed(drawing: RgbImage) -> Vec<u8> {
    let long_edge = drawing.width().max(drawing.height()) / 2;
    fit(drawing, long_edge).and_then(|drawing| encode(&drawing, 88)).unwrap_or_default()
}

/// An identity card of nobody as a JPEG, 800 × 504 pixels: a portrait beside lines that say nothing.
#[must_use]
pub fn identity_card() -> Vec<u8> {
    let mut paper = Paper::new(800, 504, 2);
    paper.rect(0, 0, 800, 504, [236, 226, 218]);
    paper.rect(0, 0, 800, 84, [206, 172, 168]);
    lines(&mut paper, (40, 34), &[300]);
    paper.rect(540, 130, 210, 270, [206, 220, 232]);
    paper.ellipse((645, 400), (92, 110), [92, 112, 140]);
    paper.rect(540, 400, 210, 104, [236, 226, 218]);
    paper.ellipse((645, 232), (52, 64), [232, 196, 168]);
    paper.ellipse((645, 196), (56, 40), INK);
    lines(&mut paper, (40, 140), &[180, 320, 260, 400, 220, 340]);
    stamp(&mut paper, 470, 420);
    photographed(paper.picture)
}

/// A household transcript of nobody as a JPEG, 600 × 848 pixels: a table of lines that say nothing, with a red stamp.
#[must_use]
pub fn household_transcript() -> Vec<u8> {
    let mut paper = Paper::new(600, 848, 2);
    paper.rect(0, 0, 600, 848, WHITE);
    lines(&mut paper, (180, 60), &[240]);
    for row in 0..5 {
        let y = 130 + row * 128;
        paper.rect(40, y, 520, 3, INK);
        lines(&mut paper, (60, y + 30), &[70, 70]);
        lines(&mut paper, (180, y + 30), &[340 - row * 30, 260 + row * 20]);
    }
    for x in [40, 160, 557] {
        paper.rect(x, 130, 3, 640, INK);
    }
    paper.rect(40, 770, 520, 3, INK);
    stamp(&mut paper, 470, 700);
    photographed(paper.picture)
}

/// Lines of writing that nobody can read, so many pixels long.
fn lines(paper: &mut Paper, (x, y): (i32, i32), lengths: &[i32]) {
    for (row, length) in (0..).zip(lengths) {
        paper.rect(x, y + row * 48, *length, 16, [118, 108, 106]);
    }
}

fn stamp(paper: &mut Paper, x: i32, y: i32) {
    paper.rect(x - 48, y - 48, 96, 96, [206, 74, 70]);
    paper.rect(x - 38, y - 38, 76, 76, [246, 226, 220]);
    for (dx, dy) in [(-30, -30), (4, -30), (-30, 4), (4, 4)] {
        paper.rect(x + dx, y + dy, 26, 26, [206, 74, 70]);
    }
}

/// The drawing of this seed on a paper of this size; each unit becomes `scale` pixels.
pub fn draw(seed: u64, width: i32, height: i32, scale: i32) -> RgbImage {
    let mut paper = Paper::new(width, height, scale);
    let [.., seed] = seed.to_be_bytes();
    // Few pictures have moods, and whoever draws many wants them to differ.
    let mood = usize::from(seed / 4 % 4);
    match seed % 17 {
        0 | 4 => at_home::cake(&mut paper, mood),
        1 => outdoors::garden(&mut paper, mood),
        2 => at_home::dog(&mut paper, mood),
        3 => outdoors::sunrise(&mut paper, mood),
        5 => at_home::kitchen(&mut paper),
        6 => outdoors::rice_field(&mut paper),
        7 => outdoors::bicycle(&mut paper),
        8 => outdoors::night_market(&mut paper),
        9 => outdoors::pier(&mut paper),
        10 => at_home::cat(&mut paper),
        11 => outdoors::tomatoes(&mut paper),
        12 => at_home::desk(&mut paper),
        13 => outdoors::train(&mut paper),
        14 => outdoors::moon(&mut paper),
        15 => at_home::veranda(&mut paper),
        _ => outdoors::class_photo(&mut paper),
    }
    paper.picture
}
