//! Threads of their own for work that keeps a processor busy and takes much memory, such as photos and passwords.
//!
//! They are few and always the same. On tokio's own threads for what blocks, of which there can be hundreds, the work would
//! be done now here, now there, and the allocator keeps for each of them a part of what was ever used there.

use std::num::NonZero;
use std::sync::Arc;

pub use rayon_core::ThreadPoolBuildError;
use rayon_core::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::{Semaphore, oneshot};

/// Clones share the same threads.
#[derive(Clone, Debug)]
pub struct Workshop {
    threads: Arc<ThreadPool>,
    /// One for each thread.
    seats: Arc<Semaphore>,
}

impl Workshop {
    /// `what` is done in these threads, as their names say.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(what: &'static str, seats: NonZero<usize>) -> Result<Self, ThreadPoolBuildError> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(seats.get())
            .thread_name(move |number| format!("{what}-{number}"))
            // Whoever waits for the work is told.
            .panic_handler(move |_| tracing::error!(what, "it panicked"))
            .build()?;
        Ok(Self { threads: Arc::new(threads), seats: Arc::new(Semaphore::new(seats.get())) })
    }

    /// Waits for a thread that is free and does the work there; `None` when it panicked. Work that was begun is finished,
    /// even when nobody waits for it any more.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // The semaphore is never closed. Who hangs up while waiting leaves the queue.
        let seat = Arc::clone(&self.seats).acquire_owned().await.ok();
        let (done, result) = oneshot::channel();
        self.threads.spawn(move || {
            let _seat = seat;
            // Nobody may be waiting.
            let _ = done.send(work());
        });
        result.await.ok()
    }
}

/// As many as there are processors; two where nobody can tell.
pub fn for_each_processor() -> NonZero<usize> {
    const TWO: NonZero<usize> = NonZero::new(2).expect("not zero");
    std::thread::available_parallelism().unwrap_or(TWO)
}
