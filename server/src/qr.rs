//! QR codes.

use std::fmt::Write as _;

use qrcode::{EcLevel, QrCode};

/// A QR code as the `d` of an SVG path, in a square of `size` × `size` modules with its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub size: u32,
    pub path: String,
}

/// `None` when the text is too long for one.
pub fn draw(text: &str) -> Option<Qr> {
    QrCode::with_error_correction_level(text, EcLevel::M).ok().map(|code| path(&code))
}

/// One square a dark module; the quiet zone is four modules wide (ISO/IEC 18004 §6.3.8).
fn path(code: &QrCode) -> Qr {
    const QUIET: usize = 4;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().iter().enumerate() {
        if *color == qrcode::Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            // Writing into a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Qr { size: u32::try_from(width + 2 * QUIET).unwrap_or(0), path }
}
