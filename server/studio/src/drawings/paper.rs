//! What pictures are drawn on, and with what: flat shapes in one colour each.

use image::RgbImage;

pub(super) type Colour = [u8; 3];

pub(super) const WHITE: Colour = [255, 252, 246];
pub(super) const INK: Colour = [62, 46, 42];

/// What is drawn on: shapes are placed in units, and what lies outside is cut off.
pub(super) struct Paper {
    pub(super) picture: RgbImage,
    pub(super) width: i32,
    pub(super) height: i32,
    scale: i32,
}

impl Paper {
    pub(super) fn new(width: i32, height: i32, scale: i32) -> Self {
        let pixels = |units: i32| u32::try_from(units * scale).unwrap_or(0);
        Self { picture: RgbImage::new(pixels(width), pixels(height)), width, height, scale }
    }

    /// Fills from one height down to another, from one colour into the other.
    pub(super) fn fade(&mut self, top: i32, bottom: i32, from: Colour, to: Colour) {
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

    pub(super) fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, colour: Colour) {
        let s = self.scale;
        for row in y * s..(y + height) * s {
            self.span(row, x * s, (x + width) * s, colour);
        }
    }

    pub(super) fn ellipse(&mut self, (x, y): (i32, i32), (rx, ry): (i32, i32), colour: Colour) {
        let [x, y, rx, ry] = [x, y, rx, ry].map(|units| units * self.scale);
        let square = |edge: i32| i64::from(edge) * i64::from(edge);
        for dy in -ry..ry {
            let half = (square(rx) * (square(ry) - square(dy)) / square(ry)).isqrt();
            let half = i32::try_from(half).unwrap_or(0);
            self.span(y + dy, x - half, x + half, colour);
        }
    }

    pub(super) fn polygon(&mut self, corners: &[(i32, i32)], colour: Colour) {
        let corners: Vec<_> = corners.iter().map(|(x, y)| (x * self.scale, y * self.scale)).collect();
        self.fill(&corners, colour);
    }

    /// A polygon whose corners are given in pixels.
    fn fill(&mut self, corners: &[(i32, i32)], colour: Colour) {
        let heights = corners.iter().map(|corner| corner.1);
        let (top, bottom) = (heights.clone().min(), heights.max());
        for row in top.unwrap_or(0)..bottom.unwrap_or(0) {
            // Between its first and its second crossing with the sides, a row lies inside.
            let sides = corners.iter().zip(corners.iter().cycle().skip(1));
            let mut crossings: Vec<i32> = sides
                .map(|(from, to)| (from.0, from.1, to.0, to.1))
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

    /// A stroke with round ends, so many units thick.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), thick: i32, colour: Colour) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = (dx * dx + dy * dy).isqrt().max(1);
        // Corners lie between units when the stroke is thin, so they are placed in pixels.
        let fine = |(x, y): (i32, i32), side: i32| {
            let s = self.scale;
            (x * s - side * dy * thick * s / long / 2, y * s + side * dx * thick * s / long / 2)
        };
        let corners = [fine(from, 1), fine(to, 1), fine(to, -1), fine(from, -1)];
        self.fill(&corners, colour);
        for end in [from, to] {
            self.ellipse(end, (thick / 2, thick / 2), colour);
        }
    }

    /// An ellipse of which only a border of this width is coloured.
    pub(super) fn ring(&mut self, (x, y): (i32, i32), (rx, ry): (i32, i32), width: i32, colour: Colour) {
        let [x, y, rx, ry, width] = [x, y, rx, ry, width].map(|units| units * self.scale);
        let half = |rx: i32, ry: i32, dy: i32| {
            let square = |edge: i32| i64::from(edge) * i64::from(edge);
            let left = square(ry) - square(dy);
            if left <= 0 { 0 } else { i32::try_from((square(rx) * left / square(ry)).isqrt()).unwrap_or(0) }
        };
        for dy in -ry..ry {
            let (outer, inner) = (half(rx, ry, dy), half(rx - width, ry - width, dy));
            self.span(y + dy, x - outer, x - inner, colour);
            self.span(y + dy, x + inner, x + outer, colour);
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
