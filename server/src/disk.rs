//! How much room is left.

use std::io;
use std::path::Path;

/// Bytes that we may still write to the disk on which `place` lies.
pub fn free_bytes(place: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(place)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_there_has_a_size_and_one_that_is_not_is_an_error() {
        assert!(free_bytes(Path::new(".")).expect("there") > 0);
        assert!(free_bytes(Path::new("/nowhere/at/all")).is_err());
    }
}
