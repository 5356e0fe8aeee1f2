//! Photos for tests, made in code: what phones send, and what nobody should send. Nothing
//! of the product calls them, so they are not in its program.

use std::sync::OnceLock;

use image::metadata::Orientation;
use image::{DynamicImage, Rgb, RgbImage};

use crate::drawings::{draw, small_photo};
use crate::photo::encode;
use crate::specimen_documents;

/// The colours of the corners of every specimen that has some, when it stands upright: top left,
/// top right, bottom left, bottom right.
pub const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 180, 60], [40, 60, 220], [240, 220, 40]];

/// Every specimen under the name of the file that the browser's tests use.
#[must_use]
pub fn all() -> Vec<(String, Vec<u8>)> {
    let ten_mib = 10 * 1024 * 1024;
    let named = [
        ("portrait-gps-12mp.jpg", portrait_with_gps()),
        ("ten-mib.jpg", exactly(ten_mib)),
        ("ten-mib-and-one.jpg", exactly(ten_mib + 1)),
        ("sixty-megapixels.jpg", sixty_megapixels()),
        ("truncated.jpg", truncated()),
        ("png-named.jpg", png_named_jpg()),
        ("text-named.jpg", text()),
        ("empty.jpg", Vec::new()),
        ("iphone.heic", heic_header()),
    ];
    let small = (1..=4_u8).map(|seed| (format!("small-{seed}.jpg"), small_photo(seed.into())));
    let turned = (1..).zip(all_orientations());
    named
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .chain(small)
        .chain(turned.map(|(value, bytes)| (format!("orientation-{value}.jpg"), bytes)))
        .chain(specimen_documents::all())
        .collect()
}

/// A portrait as a phone takes it: 4000 × 3000 pixels that lie on their side and are to be turned
/// upright to 3000 × 4000 (Orientation 6), some 3 MB, with the place it was taken, the phone, the
/// time, an XMP packet, IPTC, a comment and the camera's own thumbnail. The corners have
/// [`CORNERS`]' colours.
#[must_use]
pub fn portrait_with_gps() -> Vec<u8> {
    static PORTRAIT: OnceLock<Vec<u8>> = OnceLock::new();
    let make = || {
        let mut upright = draw(3, 600, 800, 5);
        add_grain(&mut upright);
        colour_corners(&mut upright);
        let stored = lay(upright, Orientation::Rotate90);
        with_segments(&encode(&stored, 88).unwrap_or_default(), &of_a_phone(6))
    };
    PORTRAIT.get_or_init(make).clone()
}

/// One picture of 600 × 400 pixels stored in each of the eight ways that EXIF knows, from 1 to 8.
/// Turned upright, all of them are the same and have [`CORNERS`]' colours.
#[must_use]
pub fn all_orientations() -> [Vec<u8>; 8] {
    let mut upright = draw(1, 600, 400, 1);
    colour_corners(&mut upright);
    [1, 2, 3, 4, 5, 6, 7, 8].map(|value| {
        let way = Orientation::from_exif(value).unwrap_or(Orientation::NoTransforms);
        let stored = encode(&lay(upright.clone(), way), 92).unwrap_or_default();
        let exif = tiff(&[vec![orientation(value.into())]]);
        let exif = [b"Exif\0\0".as_slice(), &exif].concat();
        with_segments(&stored, &[segment(APP1, &exif)])
    })
}

/// A good small JPEG that is exactly this many bytes long, at least some 40,000: the rest is
/// comments.
#[must_use]
pub fn exactly(bytes: usize) -> Vec<u8> {
    let photo = small_photo(1);
    let mut missing = bytes.saturating_sub(photo.len());
    let mut padding = Vec::new();
    while missing > 0 {
        // A segment has at least four bytes, so the last but one leaves room for it.
        let length = match missing {
            0..=0xFFFF => missing,
            0x1_0000..=0x1_0004 => 0x8000,
            _ => 0xFFFF,
        };
        padding.push(segment(COM, &vec![b'.'; length.saturating_sub(4)]));
        missing -= length;
    }
    with_segments(&photo, &padding)
}

/// A small JPEG whose header claims 10,000 × 6,000 pixels.
#[must_use]
pub fn sixty_megapixels() -> Vec<u8> {
    let mut photo = small_photo(2);
    let frame = photo.windows(4).position(|bytes| matches!(bytes, [0xFF, 0xC0, 0, 17]));
    if let Some(size) = frame.and_then(|at| photo.get_mut(at + 5..at + 9)) {
        let ([top, low], [left, right]) = (6_000_u16.to_be_bytes(), 10_000_u16.to_be_bytes());
        size.copy_from_slice(&[top, low, left, right]);
    }
    photo
}

/// A JPEG of which the last two fifths did not arrive.
#[must_use]
pub fn truncated() -> Vec<u8> {
    let mut photo = small_photo(3);
    photo.truncate(photo.len() * 3 / 5);
    photo
}

/// A good PNG, whatever it may be called.
#[must_use]
pub fn png_named_jpg() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(draw(1, 400, 300, 1));
    let written = picture.write_to(&mut png, image::ImageFormat::Png);
    written.map(|()| png.into_inner()).unwrap_or_default()
}

/// A text, whatever it may be called.
#[must_use]
pub fn text() -> Vec<u8> {
    "這不是照片。This is no photo.\n".repeat(40).into_bytes()
}

/// How a photo begins that an iPhone took with its usual settings.
#[must_use]
pub fn heic_header() -> Vec<u8> {
    let boxes = b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEMiPrmiafMiHBheic\0\0\0\x08mdat";
    [boxes.as_slice(), &[0; 4096]].concat()
}

/// Lays an upright picture so that turning it this way sets it upright again.
fn lay(upright: RgbImage, way: Orientation) -> RgbImage {
    let inverse = match way {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        same_there_and_back => same_there_and_back,
    };
    let mut picture = DynamicImage::ImageRgb8(upright);
    picture.apply_orientation(inverse);
    picture.into_rgb8()
}

fn colour_corners(picture: &mut RgbImage) {
    let (width, height) = picture.dimensions();
    let side = width.min(height) / 8;
    for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
        let (right, bottom) = (width - 1 - x, height - 1 - y);
        let places = [(x, y), (right, y), (x, bottom), (right, bottom)];
        for ((x, y), colour) in places.into_iter().zip(CORNERS) {
            picture.put_pixel(x, y, Rgb(colour));
        }
    }
}

/// Roughens a drawing as a phone's sensor does, which gives it a photo's size.
pub(super) fn add_grain(picture: &mut RgbImage) {
    let mut state = 0x2545_F491_u32;
    for pixel in picture.pixels_mut() {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [grain, ..] = state.to_le_bytes();
        pixel.0 = pixel.0.map(|part| part.saturating_add(grain % 24).saturating_sub(12));
    }
}

const APP1: u8 = 0xE1;
const APP13: u8 = 0xED;
const COM: u8 = 0xFE;
/// A caption as agencies write it: record 2, data set 120.
const IPTC: &[u8] = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x12\x1C\x02\x78\0\x0DVisit on 4/11";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
    <creator>Lin Mei-hua</creator></x:xmpmeta>";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    [[0xFF, marker].as_slice(), &length.to_be_bytes(), content].concat()
}

/// What a phone and its programs write beside a photo.
pub(super) fn of_a_phone(way: u16) -> [Vec<u8>; 4] {
    [
        segment(APP1, &[b"Exif\0\0".as_slice(), &exif_of_a_phone(way)].concat()),
        segment(APP1, XMP),
        segment(APP13, IPTC),
        segment(COM, b"Grandmother in the garden of Taichung"),
    ]
}

/// Puts segments at the very beginning of a JPEG, where phones put them.
pub(super) fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2.min(jpeg.len()));
    [start, &segments.concat(), rest].concat()
}

/// What a phone writes about a photo: itself, the time, the place (Taichung), and a thumbnail.
pub(super) fn exif_of_a_phone(way: u16) -> Vec<u8> {
    let thumbnail = encode(&draw(3, 160, 120, 1), 60).unwrap_or_default();
    let place = |degrees: u32, minutes: u32, seconds: u32| {
        [degrees, 1, minutes, 1, seconds, 100].map(u32::to_le_bytes).concat()
    };
    let camera = vec![
        text_field(0x010F, "Family Phone"),
        text_field(0x0110, "Model Seven"),
        orientation(way),
        text_field(0x0132, "2026:11:24 08:30:00"),
        Field::pointer(0x8825, Pointer::Directory(2)),
    ];
    let small_picture = vec![
        Field::short(0x0103, 6),
        Field::pointer(0x0201, Pointer::End),
        Field::long(0x0202, u32::try_from(thumbnail.len()).unwrap_or(0)),
    ];
    let position = vec![
        text_field(1, "N"),
        Field::new(2, RATIONAL, 3, place(24, 8, 2_040)),
        text_field(3, "E"),
        Field::new(4, RATIONAL, 3, place(120, 41, 730)),
    ];
    let mut exif = tiff(&[camera, small_picture, position]);
    exif.extend(thumbnail);
    exif
}

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// One entry of a TIFF directory, the form that EXIF has.
struct Field {
    tag: u16,
    kind: u16,
    count: u32,
    value: Value,
}

enum Value {
    Bytes(Vec<u8>),
    Place(Pointer),
}

/// A place in the file, known only when everything before it is.
#[derive(Clone, Copy)]
enum Pointer {
    Directory(usize),
    End,
}

impl Field {
    fn new(tag: u16, kind: u16, count: u32, bytes: Vec<u8>) -> Self {
        let value = Value::Bytes(bytes);
        Self { tag, kind, count, value }
    }

    fn short(tag: u16, value: u16) -> Self {
        Self::new(tag, SHORT, 1, value.to_le_bytes().to_vec())
    }

    fn long(tag: u16, value: u32) -> Self {
        Self::new(tag, LONG, 1, value.to_le_bytes().to_vec())
    }

    fn pointer(tag: u16, place: Pointer) -> Self {
        let value = Value::Place(place);
        Self { tag, kind: LONG, count: 1, value }
    }

    /// What does not fit into the four bytes of the entry stands outside, at an even length.
    fn outside(&self) -> Vec<u8> {
        match &self.value {
            Value::Bytes(bytes) if bytes.len() > 4 => {
                let mut bytes = bytes.clone();
                bytes.resize(bytes.len().next_multiple_of(2), 0);
                bytes
            }
            _ => Vec::new(),
        }
    }
}

fn orientation(value: u16) -> Field {
    Field::short(0x0112, value)
}

fn text_field(tag: u16, text: &str) -> Field {
    let bytes = [text.as_bytes(), b"\0"].concat();
    Field::new(tag, ASCII, u32::try_from(bytes.len()).unwrap_or(0), bytes)
}

/// Writes directories one after the other behind a TIFF header. The first one names the second as
/// its successor, which is the place of the thumbnail; further ones are reached by pointers.
fn tiff(directories: &[Vec<Field>]) -> Vec<u8> {
    let size = |fields: &Vec<Field>| {
        let outside: usize = fields.iter().map(|field| field.outside().len()).sum();
        2 + 12 * fields.len() + 4 + outside
    };
    let mut starts = vec![8];
    for fields in directories {
        starts.push(starts.last().unwrap_or(&8) + size(fields));
    }
    let place = |at: usize| u32::try_from(at).unwrap_or(0).to_le_bytes();

    let mut bytes = b"II\x2A\0\x08\0\0\0".to_vec();
    for (index, fields) in directories.iter().enumerate() {
        let mut outside = Vec::new();
        let after = bytes.len() + 2 + 12 * fields.len() + 4;
        bytes.extend(u16::try_from(fields.len()).unwrap_or(0).to_le_bytes());
        for field in fields {
            bytes.extend(field.tag.to_le_bytes());
            bytes.extend(field.kind.to_le_bytes());
            bytes.extend(field.count.to_le_bytes());
            match &field.value {
                Value::Place(Pointer::Directory(to)) => bytes.extend(place(starts[*to])),
                Value::Place(Pointer::End) => bytes.extend(place(starts[directories.len()])),
                Value::Bytes(value) if value.len() > 4 => {
                    bytes.extend(place(after + outside.len()));
                    outside.extend(field.outside());
                }
                Value::Bytes(value) => {
                    let mut inside = value.clone();
                    inside.resize(4, 0);
                    bytes.extend(inside);
                }
            }
        }
        let has_successor = index == 0 && directories.len() > 1;
        bytes.extend(place(if has_successor { starts[1] } else { 0 }));
        bytes.extend(outside);
    }
    bytes
}
