//! Threads for heavy work.

use std::num::NonZero;

use studio::workshop::Workshop;

#[tokio::test]
async fn work_that_panics_is_told_and_its_thread_goes_on() {
    let workshop = Workshop::new("test", NonZero::<usize>::MIN).expect("a thread");
    assert_eq!(workshop.work(|| 1).await, Some(1));
    assert_eq!(workshop.work(|| -> u32 { panic!("on purpose") }).await, None);
    assert_eq!(workshop.work(|| 2).await, Some(2));
}
