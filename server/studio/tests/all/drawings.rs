//! The drawings of the demo and of the tests.

use domain::photo::PhotoLimits;
use studio::drawings::small_photo;
use studio::photo::clean_photo;

#[test]
fn every_drawing_is_a_photo_that_is_taken() {
    for seed in 0..17 {
        let photo = clean_photo(&small_photo(seed), &PhotoLimits::REGULATION).unwrap();
        assert_eq!((photo.width, photo.height), (800, 600));
    }
}

#[test]
fn a_seed_draws_the_same_picture_again_and_the_next_seed_another() {
    assert_eq!(small_photo(5), small_photo(5));
    assert_ne!(small_photo(5), small_photo(6));
    assert_ne!(small_photo(5), small_photo(9));
}
