//! The photo of an entry: which files are one, and how large it may be.
//!
//! The browser asks here before it sends ten megabytes over a slow line, and the server asks
//! again before it believes the browser.

use serde::{Deserialize, Serialize};

/// How many bytes from the start of a file [`check_photo`] wants to see.
pub const FIRST_BYTES: usize = 16;

/// A picture format that families may send (regulation 二(四)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    Jpeg,
    Png,
}

impl PhotoKind {
    /// Recognises a picture by how its content begins; a name can say anything.
    #[must_use]
    pub fn of(first_bytes: &[u8]) -> Option<Self> {
        if first_bytes.starts_with(b"\xFF\xD8\xFF") {
            Some(Self::Jpeg)
        } else if first_bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else {
            None
        }
    }
}

/// How large a photo may be. An institution may tighten it, a special approval may widen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoLimits {
    /// The size of the file, in bytes.
    pub max_bytes: u64,
    /// Width times height, in pixels.
    pub max_pixels: u64,
}

impl PhotoLimits {
    /// Regulation 二(四): 照(圖)片檔限 1 張(檔案畫質以不超過 10M 為原則). The regulation counts no
    /// pixels; ours keep a small file from unpacking into a huge picture.
    pub const REGULATION: Self = Self { max_bytes: 10 * 1024 * 1024, max_pixels: 50_000_000 };
}

/// Why a photo cannot be taken. It is kept with the draft under its [`kind`](Self::kind); the
/// limit that was passed is not kept, since whoever words it knows the limits in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PhotoProblem {
    #[error("the file has more bytes than a photo may have")]
    TooLarge,
    #[error("the content is neither JPEG nor PNG")]
    NotAPhoto,
    /// What an iPhone takes when nobody changed its settings. It has a problem of its own so that
    /// the words can say how to get a JPEG out of it.
    #[error("the content is HEIC or HEIF")]
    Heic,
    #[error("the file is empty")]
    Empty,
    #[error("the picture has more pixels than a photo may have")]
    TooManyPixels,
    #[error("the picture is cut off or cannot be decoded")]
    Damaged,
    #[error("more than one photo was sent")]
    MoreThanOne,
    #[error("the institution takes no photos")]
    NotAllowed,
    #[error("with what is attached already it has more bytes than an entry may have")]
    TooLargeTogether,
}

impl PhotoProblem {
    /// Every problem there is, so that a test can ask for the words of each.
    pub const ALL: [Self; 9] = [
        Self::TooLarge,
        Self::NotAPhoto,
        Self::Heic,
        Self::Empty,
        Self::TooManyPixels,
        Self::Damaged,
        Self::MoreThanOne,
        Self::NotAllowed,
        Self::TooLargeTogether,
    ];

    /// The name under which this problem is stored, the same as in its serialised form.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotAPhoto => "not_a_photo",
            Self::Heic => "heic",
            Self::Empty => "empty",
            Self::TooManyPixels => "too_many_pixels",
            Self::Damaged => "damaged",
            Self::MoreThanOne => "more_than_one",
            Self::NotAllowed => "not_allowed",
            Self::TooLargeTogether => "too_large_together",
        }
    }

    /// The problem stored under this name; none when no problem is called so.
    #[must_use]
    pub fn from_kind(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.kind() == kind)
    }
}

/// Judges a file by its size in bytes and by how its content begins ([`FIRST_BYTES`] are enough).
///
/// # Errors
/// [`PhotoProblem::Empty`], [`TooLarge`](PhotoProblem::TooLarge), [`Heic`](PhotoProblem::Heic) or
/// [`NotAPhoto`](PhotoProblem::NotAPhoto); regulation 二(四).
pub fn check_photo(size: u64, first_bytes: &[u8], limits: &PhotoLimits) -> Result<PhotoKind, PhotoProblem> {
    if size == 0 {
        return Err(PhotoProblem::Empty);
    }
    if size > limits.max_bytes {
        return Err(PhotoProblem::TooLarge);
    }
    match PhotoKind::of(first_bytes) {
        Some(kind) => Ok(kind),
        None if is_heic(first_bytes) => Err(PhotoProblem::Heic),
        None => Err(PhotoProblem::NotAPhoto),
    }
}

/// Judges a picture by its width and height in pixels, which its header tells before anything is
/// decoded.
///
/// # Errors
/// [`PhotoProblem::TooManyPixels`] above the limit, [`Damaged`](PhotoProblem::Damaged) when there
/// is no pixel at all.
pub fn check_pixels(width: u32, height: u32, limits: &PhotoLimits) -> Result<(), PhotoProblem> {
    match u64::from(width) * u64::from(height) {
        0 => Err(PhotoProblem::Damaged),
        pixels if pixels > limits.max_pixels => Err(PhotoProblem::TooManyPixels),
        _ => Ok(()),
    }
}

/// HEIC and HEIF are ISO media files whose first box names one of these brands (ISO/IEC 23008-12).
fn is_heic(first_bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"heif", b"mif1", b"msf1"];
    first_bytes.get(4..8) == Some(b"ftyp")
        && first_bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF";
    const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR";
    const HEIC: &[u8] = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00";

    fn check(size: u64, first_bytes: &[u8]) -> Result<PhotoKind, PhotoProblem> {
        check_photo(size, first_bytes, &PhotoLimits::REGULATION)
    }

    #[test]
    fn a_photo_of_ten_mebibytes_is_taken_and_one_byte_more_is_not() {
        // Regulation 二(四): 檔案畫質以不超過 10M 為原則.
        assert_eq!(check(10_485_760, JPEG), Ok(PhotoKind::Jpeg));
        assert_eq!(check(10_485_761, JPEG), Err(PhotoProblem::TooLarge));
    }

    #[test]
    fn fifty_megapixels_are_taken_and_one_pixel_more_is_not() {
        let limits = PhotoLimits::REGULATION;
        assert_eq!(check_pixels(10_000, 5_000, &limits), Ok(()));
        assert_eq!(check_pixels(50_000_001, 1, &limits), Err(PhotoProblem::TooManyPixels));
        assert_eq!(check_pixels(u32::MAX, u32::MAX, &limits), Err(PhotoProblem::TooManyPixels));
        assert_eq!(check_pixels(0, 3_000, &limits), Err(PhotoProblem::Damaged));
    }

    #[test]
    fn content_decides_what_a_file_is() {
        assert_eq!(check(9_000, JPEG), Ok(PhotoKind::Jpeg));
        assert_eq!(check(9_000, PNG), Ok(PhotoKind::Png));
        assert_eq!(check(9_000, HEIC), Err(PhotoProblem::Heic));
        for other in [b"GIF89a".as_slice(), b"%PDF-1.7", b"\x00\x00\x00\x18ftypmp42", b"\xFF\xD8", b"x"] {
            assert_eq!(check(9_000, other), Err(PhotoProblem::NotAPhoto));
        }
    }

    #[test]
    fn an_empty_file_is_called_empty() {
        assert_eq!(check(0, b""), Err(PhotoProblem::Empty));
    }

    #[test]
    fn a_stored_problem_is_read_back_as_itself() {
        for problem in PhotoProblem::ALL {
            assert_eq!(PhotoProblem::from_kind(problem.kind()), Some(problem));
            assert_eq!(serde_json::to_value(problem).unwrap(), serde_json::Value::from(problem.kind()));
        }
        assert_eq!(PhotoProblem::from_kind("sunburnt"), None);
    }

    proptest! {
        #[test]
        fn the_first_bytes_are_enough_to_judge_a_file(size in 1_u64.., bytes: Vec<u8>) {
            let first = &bytes[..bytes.len().min(FIRST_BYTES)];
            prop_assert_eq!(check(size, &bytes), check(size, first));
        }
    }
}
