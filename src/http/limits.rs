//! How large a request may be, and how long it may take.

use std::time::Duration;

/// A form without files.
pub const FORM_BYTES: usize = 64 * 1024;

/// A form with a photo: the photo of 10 MiB, its words, and enough beyond to say kindly that it is too large.
pub const UPLOAD_BYTES: usize = 24 * 1024 * 1024;

/// A roster of 2 MiB, which in UTF-8 may be half as long again, and enough beyond to say kindly that it is too large.
pub const ROSTER_BYTES: usize = 8 * 1024 * 1024;

/// Until the head of a request is there.
pub const HEADER_TIME: Duration = Duration::from_secs(20);

/// For a request as a whole.
pub const REQUEST_TIME: Duration = Duration::from_secs(30);

/// For an upload as a whole: 10 MiB over a slow line.
pub const UPLOAD_TIME: Duration = Duration::from_mins(10);
