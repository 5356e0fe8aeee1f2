//! Chance, handed in so that tests can repeat it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Moment;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};
use uuid::{Builder, Uuid};

/// A shared source of random bytes, good enough for secrets. Clones draw from the same source.
#[derive(Clone)]
pub struct Random(Arc<Mutex<StdRng>>);

impl Random {
    /// Seeded by the operating system; `None` when it gives no randomness.
    pub fn system() -> Option<Self> {
        let mut seed = [0; 32];
        SysRng.try_fill_bytes(&mut seed).ok()?;
        Some(Self(Arc::new(Mutex::new(StdRng::from_seed(seed)))))
    }

    /// The same bytes for the same seed, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A UUID of version 7: it sorts by `now`.
    pub fn uuid(&self, now: Moment) -> Uuid {
        let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
