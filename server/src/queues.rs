//! Who looks at a queue is told when it moves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::InstitutionId;
use tokio::sync::watch;

/// For each institution one more each time that what waits for review there has changed. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Queues(Arc<Mutex<HashMap<InstitutionId, watch::Sender<u64>>>>);

impl Queues {
    /// Tells those who watch this institution's.
    pub fn moved(&self, institution: InstitutionId) {
        self.with(institution, |times| times.send_modify(|times| *times = times.wrapping_add(1)));
    }

    /// Changes each time that this institution's has moved.
    pub fn watch(&self, institution: InstitutionId) -> watch::Receiver<u64> {
        self.with(institution, watch::Sender::subscribe)
    }

    fn with<T>(&self, institution: InstitutionId, act: impl FnOnce(&watch::Sender<u64>) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(institution).or_default())
    }
}
