//! Little pictures drawn in code: what families of the demo send, and what tests photograph.

use image::RgbImage;

use super::photo::{encode, fit};

/// A drawing of 800 × 600 pixels as a JPEG: a cake, a garden, a dog or a sunrise. The same seed
/// always draws the same picture, and the next seed draws another one.
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
pub(super) fn draw(seed: u64, width: i32, height: i32, scale: i32) -> RgbImage {
    let mut paper = Paper::new(width, height, scale);
    let [.., seed] = seed.to_be_bytes();
    let mood = usize::from(seed / 4 % 4);
    match seed % 4 {
        0 => cake(&mut paper, mood),
        1 => garden(&mut paper, mood),
        2 => dog(&mut paper, mood),
        _ => sunrise(&mut paper, mood),
    }
    paper.picture
}

type Colour = [u8; 3];

const WHITE: Colour = [255, 252, 246];
const INK: Colour = [62, 46, 42];

fn cake(paper: &mut Paper, mood: usize) {
    let icing: Colour = [[246, 178, 190], [178, 214, 190], [250, 214, 150], [190, 190, 236]][mood];
    let (w, h) = (paper.width, paper.height);
    let (x, table) = (w / 2, h * 3 / 4);
    paper.fade(0, h, [255, 238, 214], [250, 214, 178]);
    let flags = [[232, 106, 92], [244, 190, 84], [110, 172, 160]];
    for (i, flag) in (0..9).zip(flags.into_iter().cycle()) {
        let left = w * i / 9;
        paper.polygon(&[(left + 8, 30), (left + w / 9 - 8, 30), (left + w / 18, 84)], flag);
    }
    paper.rect(0, table, w, h - table, [196, 140, 100]);
    paper.ellipse((x, table + 30), (300, 54), [150, 104, 76]);
    paper.ellipse((x, table + 18), (296, 50), WHITE);
    tier(paper, x, table + 6, (220, 150), icing);
    tier(paper, x, table - 134, (140, 100), WHITE);
    let candles = [3, 4, 5, 6][mood];
    for i in 0..candles {
        let at = x + (2 * i - candles + 1) * 100 / candles;
        let foot = table - 236;
        paper.rect(at - 6, foot - 64, 12, 66, [120, 170, 210]);
        paper.ellipse((at, foot - 84), (26, 32), [255, 232, 170]);
        paper.ellipse((at, foot - 82), (11, 20), [250, 160, 60]);
        paper.ellipse((at, foot - 77), (5, 10), [255, 240, 190]);
    }
}

/// One layer of a cake, standing on `foot`, with icing that runs down its side.
fn tier(paper: &mut Paper, x: i32, foot: i32, (radius, height): (i32, i32), icing: Colour) {
    let sponge = [226, 170, 112];
    paper.ellipse((x, foot), (radius, radius / 6), sponge);
    paper.rect(x - radius, foot - height, radius * 2, height, sponge);
    let top = foot - height;
    for (i, drop) in (0..10).zip([18, 40, 8, 30, 14].into_iter().cycle()) {
        let width = radius / 5;
        let left = x - radius + width * i;
        let long = height / 4 + drop;
        paper.rect(left, top, width, long, icing);
        paper.ellipse((left + width / 2, top + long), (width / 2, width / 2), icing);
    }
    paper.ellipse((x, top), (radius, radius / 6), icing);
    for i in 0..7 {
        let at = x + (i - 3) * radius / 4;
        paper.ellipse((at, top + (i % 2) * 8), (9, 9), [214, 62, 72]);
    }
}

fn garden(paper: &mut Paper, mood: usize) {
    let (w, h) = (paper.width, paper.height);
    paper.fade(0, h, [150, 206, 240], [236, 246, 240]);
    paper.ellipse((w * 5 / 6, h / 6), (62, 62), [255, 224, 120]);
    for (x, y) in [(w / 5, h / 6), (w / 2, h / 9)] {
        for (dx, r) in [(-46, 30), (0, 44), (50, 32)] {
            paper.ellipse((x + dx, y), (r + 14, r), WHITE);
        }
    }
    paper.ellipse((w / 4, h), (w / 2, h * 2 / 5), [150, 196, 120]);
    paper.ellipse((w * 4 / 5, h), (w / 2, h / 3), [120, 178, 104]);
    paper.rect(0, h * 5 / 6, w, h / 6 + 1, [98, 156, 88]);
    let petals: [Colour; 4] = [[236, 110, 130], [250, 200, 80], [170, 130, 210], [255, 250, 240]];
    let petals = petals.into_iter().cycle().skip(mood);
    for ((i, petal), lower) in (0..7).zip(petals).zip([0, 52, -34, 30, -14, 60, 10]) {
        let x = w * (2 * i + 1) / 14;
        let y = h * 2 / 3 + lower;
        paper.rect(x - 4, y, 8, h - y, [66, 120, 66]);
        paper.ellipse((x + 24, y + 84), (24, 10), [66, 120, 66]);
        for (dx, dy) in [(0, -27), (26, -8), (16, 22), (-16, 22), (-26, -8)] {
            paper.ellipse((x + dx, y + dy), (20, 20), petal);
        }
        paper.ellipse((x, y), (16, 16), [222, 150, 50]);
    }
}

fn dog(paper: &mut Paper, mood: usize) {
    let fur: Colour = [[206, 156, 104], [236, 220, 196], [142, 104, 80], [112, 108, 112]][mood];
    let ear = fur.map(|part| part / 4 * 3);
    let (w, h) = (paper.width, paper.height);
    let x = w / 2;
    paper.fade(0, h * 2 / 3, [196, 226, 240], [246, 240, 220]);
    paper.fade(h * 2 / 3, h, [156, 196, 116], [120, 168, 92]);
    paper.ellipse((x, h), (200, 210), fur);
    paper.ellipse((x, h + 10), (110, 170), WHITE);
    paper.rect(x - 120, h - 172, 240, 26, [206, 74, 70]);
    paper.ellipse((x, h - 138), (22, 22), [244, 200, 90]);
    let y = h * 2 / 5;
    paper.ellipse((x - 168, y + 10), (58, 126), ear);
    paper.ellipse((x + 168, y + 10), (58, 126), ear);
    paper.ellipse((x, y), (180, 168), fur);
    paper.ellipse((x, y + 80), (104, 84), WHITE);
    paper.ellipse((x, y + 140), (34, 46), [232, 120, 130]);
    paper.ellipse((x, y + 104), (66, 32), WHITE);
    for side in [-1, 1] {
        paper.ellipse((x + side * 74, y - 20), (25, 30), INK);
        paper.ellipse((x + side * 74 - 7, y - 30), (8, 9), WHITE);
        paper.ellipse((x + side * 32, y + 98), (34, 24), INK);
        paper.ellipse((x + side * 32, y + 92), (34, 24), WHITE);
    }
    paper.ellipse((x, y + 54), (42, 30), INK);
    paper.ellipse((x - 12, y + 44), (12, 6), [140, 124, 122]);
}

fn sunrise(paper: &mut Paper, mood: usize) {
    let high: Colour = [[96, 110, 170], [120, 96, 150], [70, 120, 170], [150, 110, 140]][mood];
    let (w, h) = (paper.width, paper.height);
    let (x, sea) = (w / 2, h * 3 / 5);
    paper.fade(0, sea, high, [255, 196, 130]);
    for (radius, glow) in [(170, [255, 204, 140]), (130, [255, 214, 140]), (96, [255, 236, 170])] {
        paper.ellipse((x, sea), (radius, radius), glow);
    }
    paper.polygon(&[(0, sea), (w / 6, sea - 130), (w * 2 / 5, sea)], [112, 96, 130]);
    paper.polygon(&[(w * 3 / 5, sea), (w * 5 / 6, sea - 170), (w + 60, sea)], [98, 86, 122]);
    paper.polygon(&[(w / 8, sea), (w / 3, sea - 76), (w / 2 - 40, sea)], [138, 112, 140]);
    paper.fade(sea, h, [236, 168, 128], [66, 92, 140]);
    for i in 0..9 {
        let wide = 150 - i * 12 + (i % 3) * 20;
        paper.ellipse((x + (i % 2) * 24 - 12, sea + 14 + i * 24), (wide, 5), [255, 226, 164]);
    }
    for (bx, by) in [(w / 4, h / 5), (w / 3, h / 4), (w * 2 / 3, h / 6)] {
        for side in [-1, 1] {
            paper.polygon(&[(bx, by), (bx + side * 34, by - 16), (bx + side * 12, by - 3)], INK);
        }
    }
    paper.polygon(
        &[(w / 4 - 60, sea + 90), (w / 4 + 60, sea + 90), (w / 4 + 40, sea + 116), (w / 4 - 40, sea + 116)],
        [110, 70, 60],
    );
    paper.polygon(&[(w / 4, sea - 20), (w / 4, sea + 84), (w / 4 + 62, sea + 84)], WHITE);
    paper.polygon(&[(w / 4 - 8, sea + 4), (w / 4 - 8, sea + 84), (w / 4 - 46, sea + 84)], [246, 214, 190]);
}

/// What is drawn on: shapes are placed in units, and what lies outside is cut off.
struct Paper {
    picture: RgbImage,
    width: i32,
    height: i32,
    scale: i32,
}

impl Paper {
    fn new(width: i32, height: i32, scale: i32) -> Self {
        let pixels = |units: i32| u32::try_from(units * scale).unwrap_or(0);
        Self { picture: RgbImage::new(pixels(width), pixels(height)), width, height, scale }
    }

    /// Fills from one height down to another, from one colour into the other.
    fn fade(&mut self, top: i32, bottom: i32, from: Colour, to: Colour) {
        let all = (bottom - top).max(1);
        for y in top..bottom {
            let mut colour = from;
            for (part, end) in colour.iter_mut().zip(to) {
                let mixed = (i32::from(*part) * (bottom - y) + i32::from(end) * (y - top)) / all;
                *part = u8::try_from(mixed).unwrap_or(u8::MAX);
            }
            self.rect(0, y, self.width, 1, colour);
        }
    }

    fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, colour: Colour) {
        let s = self.scale;
        for row in y * s..(y + height) * s {
            self.span(row, x * s, (x + width) * s, colour);
        }
    }

    fn ellipse(&mut self, (x, y): (i32, i32), (rx, ry): (i32, i32), colour: Colour) {
        let [x, y, rx, ry] = [x, y, rx, ry].map(|units| units * self.scale);
        let square = |edge: i32| i64::from(edge) * i64::from(edge);
        for dy in -ry..ry {
            let half = (square(rx) * (square(ry) - square(dy)) / square(ry)).isqrt();
            let half = i32::try_from(half).unwrap_or(0);
            self.span(y + dy, x - half, x + half, colour);
        }
    }

    fn polygon(&mut self, corners: &[(i32, i32)], colour: Colour) {
        let s = self.scale;
        let heights = corners.iter().map(|corner| corner.1 * s);
        let (top, bottom) = (heights.clone().min(), heights.max());
        for row in top.unwrap_or(0)..bottom.unwrap_or(0) {
            // Between its first and its second crossing with the sides, a row lies inside.
            let sides = corners.iter().zip(corners.iter().cycle().skip(1));
            let mut crossings: Vec<i32> = sides
                .map(|(from, to)| (from.0 * s, from.1 * s, to.0 * s, to.1 * s))
                .filter(|&(_, from, _, to)| (from > row) != (to > row))
                .map(|(x, y, to_x, to_y)| x + (to_x - x) * (row - y) / (to_y - y))
                .collect();
            crossings.sort_unstable();
            let (inside, _) = crossings.as_chunks();
            for &[left, right] in inside {
                self.span(row, left, right, colour);
            }
        }
    }

    /// Colours the pixels of one row from `left` up to `right`.
    fn span(&mut self, row: i32, left: i32, right: i32, colour: Colour) {
        let right = right.min(self.width * self.scale);
        let left = left.clamp(0, right.max(0));
        let at = |x: i32| usize::try_from((row * self.width * self.scale + x) * 3);
        if let (0.., Ok(from), Ok(to)) = (row, at(left), at(right))
            && let Some(pixels) = self.picture.get_mut(from..to)
        {
            pixels.copy_from_slice(&colour.repeat(pixels.len() / 3));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::photo::clean_photo;
    use domain::photo::PhotoLimits;

    #[test]
    fn every_drawing_is_a_photo_that_is_taken() {
        for seed in 0..8 {
            let photo = clean_photo(&small_photo(seed), &PhotoLimits::REGULATION).unwrap();
            assert_eq!((photo.width, photo.height), (800, 600));
        }
    }

    #[test]
    fn a_seed_draws_the_same_picture_again_and_the_next_seed_another() {
        assert_eq!(small_photo(5), small_photo(5));
        assert_ne!(small_photo(5), small_photo(6));
        assert_ne!(small_photo(5), small_photo(9));
    }
}
