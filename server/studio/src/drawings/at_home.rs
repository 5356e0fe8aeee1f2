//! Pictures from inside the house and from in front of it.

use super::paper::{Colour, INK, Paper, WHITE};

pub(super) fn cake(paper: &mut Paper, mood: usize) {
    let icing: Colour = [[246, 178, 190], [178, 214, 190], [250, 214, 150], [190, 190, 236]][mood];
    let (w, h) = (paper.width, paper.height);
    let (x, table) = (w / 2, h * 3 / 4);
    paper.fade(0, h, [255, 238, 214], [250, 214, 178]);
    let flags = [[232, 106, 92], [244, 190, 84], [110, 172, 160]];
    for (i, flag) in (0..9).zip(flags.into_iter().cycle()) {
        let left = w * i / 9;
        paper.polygon(&[(left + 8, 30), (left + w / 9 - 8, 30), (left + w / 18, 84)], flag);
    }
    paper.rect(0, table, w, h - table, [196, 140, 100]);
    paper.ellipse((x, table + 30), (300, 54), [150, 104, 76]);
    paper.ellipse((x, table + 18), (296, 50), WHITE);
    tier(paper, x, table + 6, (220, 150), icing);
    tier(paper, x, table - 134, (140, 100), WHITE);
    let candles = [3, 4, 5, 6][mood];
    for i in 0..candles {
        let at = x + (2 * i - candles + 1) * 100 / candles;
        let foot = table - 236;
        paper.rect(at - 6, foot - 64, 12, 66, [120, 170, 210]);
        paper.ellipse((at, foot - 84), (26, 32), [255, 232, 170]);
        paper.ellipse((at, foot - 82), (11, 20), [250, 160, 60]);
        paper.ellipse((at, foot - 77), (5, 10), [255, 240, 190]);
    }
}

fn tier(paper: &mut Paper, x: i32, foot: i32, (radius, height): (i32, i32), icing: Colour) {
    let sponge = [226, 170, 112];
    paper.ellipse((x, foot), (radius, radius / 6), sponge);
    paper.rect(x - radius, foot - height, radius * 2, height, sponge);
    let top = foot - height;
    for (i, drop) in (0..10).zip([18, 40, 8, 30, 14].into_iter().cycle()) {
        let width = radius / 5;
        let left = x - radius + width * i;
        let long = height / 4 + drop;
        paper.rect(left, top, width, long, icing);
        paper.ellipse((left + width / 2, top + long), (width / 2, width / 2), icing);
    }
    paper.ellipse((x, top), (radius, radius / 6), icing);
    for i in 0..7 {
        let at = x + (i - 3) * radius / 4;
        paper.ellipse((at, top + (i % 2) * 8), (9, 9), [214, 62, 72]);
    }
}

pub(super) fn dog(paper: &mut Paper, mood: usize) {
    let fur: Colour = [[206, 156, 104], [236, 220, 196], [142, 104, 80], [112, 108, 112]][mood];
    let ear = fur.map(|part| part / 4 * 3);
    let (w, h) = (paper.width, paper.height);
    let x = w / 2;
    paper.fade(0, h * 2 / 3, [196, 226, 240], [246, 240, 220]);
    paper.fade(h * 2 / 3, h, [156, 196, 116], [120, 168, 92]);
    paper.ellipse((x, h), (200, 210), fur);
    paper.ellipse((x, h + 10), (110, 170), WHITE);
    paper.rect(x - 120, h - 172, 240, 26, [206, 74, 70]);
    paper.ellipse((x, h - 138), (22, 22), [244, 200, 90]);
    let y = h * 2 / 5;
    paper.ellipse((x - 168, y + 10), (58, 126), ear);
    paper.ellipse((x + 168, y + 10), (58, 126), ear);
    paper.ellipse((x, y), (180, 168), fur);
    paper.ellipse((x, y + 80), (104, 84), WHITE);
    paper.ellipse((x, y + 140), (34, 46), [232, 120, 130]);
    paper.ellipse((x, y + 104), (66, 32), WHITE);
    for side in [-1, 1] {
        paper.ellipse((x + side * 74, y - 20), (25, 30), INK);
        paper.ellipse((x + side * 74 - 7, y - 30), (8, 9), WHITE);
        paper.ellipse((x + side * 32, y + 98), (34, 24), INK);
        paper.ellipse((x + side * 32, y + 92), (34, 24), WHITE);
    }
    paper.ellipse((x, y + 54), (42, 30), INK);
    paper.ellipse((x - 12, y + 44), (12, 6), [140, 124, 122]);
}

/// Dishes on a kitchen table, under a lamp.
pub(super) fn kitchen(paper: &mut Paper) {
    paper.fade(0, 330, [255, 243, 222], [250, 224, 186]);
    window(paper, (70, 60), (190, 170));
    paper.rect(520, 90, 220, 12, [178, 124, 86]);
    for (x, jar) in
        [(540, [206, 92, 74]), (596, [120, 158, 112]), (652, [232, 176, 84]), (700, [150, 122, 160])]
    {
        paper.rect(x, 46, 34, 44, jar);
        paper.rect(x + 3, 36, 28, 12, [112, 78, 60]);
    }
    paper.line((400, 0), (400, 70), 6, [112, 78, 60]);
    paper.polygon(&[(360, 66), (440, 66), (500, 146), (300, 146)], [214, 92, 70]);
    paper.ellipse((400, 146), (100, 14), [255, 230, 150]);
    paper.fade(330, 600, [206, 148, 102], [180, 120, 82]);
    paper.rect(0, 330, 800, 8, [226, 172, 124]);
    for y in [402, 484, 560] {
        paper.rect(0, y, 800, 3, [188, 130, 90]);
    }
    // Soup in the middle, then fish, greens, tofu and three bowls of rice.
    plate(paper, (400, 400), (128, 52), [112, 84, 76]);
    paper.ellipse((400, 392), (108, 38), [240, 196, 120]);
    for (x, y) in [(352, 388), (408, 404), (446, 384)] {
        paper.ellipse((x, y), (24, 12), [250, 240, 214]);
    }
    for (x, y) in [(380, 376), (426, 396), (372, 404)] {
        paper.ellipse((x, y), (9, 5), [104, 150, 84]);
    }
    for x in [366, 400, 434] {
        for (from, to) in [((0, 342), (10, 326)), ((10, 326), (-6, 304)), ((-6, 304), (6, 284))] {
            paper.line((x + from.0, from.1), (x + to.0, to.1), 6, [255, 250, 240]);
        }
    }
    plate(paper, (166, 430), (120, 46), WHITE);
    paper.ellipse((156, 424), (78, 22), [196, 128, 80]);
    paper.polygon(&[(222, 424), (268, 398), (260, 450)], [176, 108, 68]);
    paper.ellipse((104, 418), (6, 6), INK);
    for x in [130, 158, 186] {
        paper.line((x, 410), (x + 10, 436), 5, [152, 88, 58]);
    }
    plate(paper, (640, 424), (116, 46), WHITE);
    let leaves = [(416, [96, 150, 82]), (428, [126, 176, 96])].into_iter().cycle();
    for (x, (y, leaf)) in [574, 600, 626, 652, 678, 704].into_iter().zip(leaves) {
        paper.ellipse((x, y), (26, 15), leaf);
    }
    for x in [150, 400, 650] {
        bowl_of_rice(paper, (x, 536));
    }
    paper.line((262, 506), (292, 590), 6, [128, 74, 56]);
    paper.line((276, 504), (306, 588), 6, [128, 74, 56]);
    paper.line((512, 506), (542, 590), 6, [128, 74, 56]);
    paper.line((526, 504), (556, 588), 6, [128, 74, 56]);
}

fn plate(paper: &mut Paper, (x, y): (i32, i32), (rx, ry): (i32, i32), colour: Colour) {
    paper.ellipse((x, y + 12), (rx, ry), [150, 98, 68]);
    paper.ellipse((x, y), (rx, ry), colour);
    paper.ellipse((x, y - 4), (rx - 16, ry - 9), colour.map(|part| part / 10 * 9));
}

fn bowl_of_rice(paper: &mut Paper, (x, y): (i32, i32)) {
    paper.ellipse((x, y + 46), (58, 12), [150, 98, 68]);
    paper.polygon(&[(x - 76, y + 4), (x + 76, y + 4), (x + 42, y + 46), (x - 42, y + 46)], [92, 136, 170]);
    paper.ellipse((x, y + 44), (42, 8), [78, 118, 150]);
    paper.ellipse((x, y), (78, 20), [236, 232, 224]);
    paper.ellipse((x, y - 14), (66, 32), [255, 253, 248]);
    for (dx, dy) in [(-30, -20), (-8, -30), (18, -22), (38, -10), (2, -8)] {
        paper.line((x + dx, y + dy), (x + dx + 7, y + dy + 3), 3, [236, 232, 224]);
    }
}

/// A window with a cross, and the sky behind it.
fn window(paper: &mut Paper, (x, y): (i32, i32), (width, height): (i32, i32)) {
    paper.rect(x - 10, y - 10, width + 20, height + 20, [172, 118, 82]);
    paper.rect(x, y, width, height, [176, 216, 236]);
    paper.ellipse((x + width / 3, y + height / 3), (34, 16), WHITE);
    paper.ellipse((x + width / 3 + 30, y + height / 3 + 8), (30, 13), WHITE);
    paper.rect(x, y + height * 3 / 4, width, height / 4, [132, 178, 110]);
    paper.rect(x + width / 2 - 4, y, 8, height, [172, 118, 82]);
    paper.rect(x, y + height / 2 - 4, width, 8, [172, 118, 82]);
}

/// A desk under a window, with books, a lamp and an exercise that was begun.
pub(super) fn desk(paper: &mut Paper) {
    paper.fade(0, 420, [252, 232, 208], [246, 214, 178]);
    window(paper, (300, 70), (220, 210));
    paper.polygon(&[(270, 50), (350, 50), (330, 150), (284, 300), (270, 300)], [236, 150, 120]);
    paper.polygon(&[(470, 50), (550, 50), (550, 300), (536, 300), (490, 150)], [236, 150, 120]);
    paper.rect(256, 40, 308, 14, [150, 100, 72]);
    // A certificate on the wall, as it hangs in every second living room.
    paper.rect(620, 90, 130, 100, [204, 152, 84]);
    paper.rect(630, 100, 110, 80, WHITE);
    paper.rect(652, 118, 66, 8, [206, 92, 74]);
    for y in [136, 150, 164] {
        paper.rect(646, y, 78, 4, [200, 190, 180]);
    }
    paper.rect(60, 150, 160, 12, [172, 118, 82]);
    for (x, height, book) in [
        (70, 80, [206, 92, 74]),
        (94, 92, [94, 134, 158]),
        (120, 72, [232, 176, 84]),
        (142, 88, [120, 158, 112]),
        (168, 66, [150, 122, 160]),
    ] {
        paper.rect(x, 150 - height, 22, height, book);
        paper.rect(x + 4, 164 - height, 14, 6, WHITE);
    }
    paper.fade(420, 600, [200, 142, 96], [170, 112, 76]);
    paper.rect(0, 420, 800, 12, [222, 168, 120]);
    // The lamp lights the page.
    paper.ellipse((400, 500), (250, 66), [224, 172, 122]);
    paper.polygon(&[(250, 474), (396, 466), (400, 566), (226, 574)], WHITE);
    paper.polygon(&[(404, 466), (550, 474), (574, 574), (400, 566)], [255, 250, 238]);
    for (i, long) in (0..).zip([116, 96, 124, 70]) {
        let y = 488 + i * 20;
        paper.line((270 - i * 3, y), (270 - i * 3 + long, y - 4), 4, [150, 160, 176]);
    }
    for (i, long) in (0..).zip([110, 120, 60]) {
        let y = 484 + i * 20;
        paper.line((422, y), (422 + long, y + 6), 4, [150, 160, 176]);
    }
    paper.line((470, 548), (560, 520), 10, [232, 176, 84]);
    paper.polygon(&[(470, 542), (474, 554), (452, 554)], INK);
    paper.ellipse((690, 470), (64, 16), [92, 66, 60]);
    paper.line((690, 466), (716, 350), 10, [112, 84, 76]);
    paper.line((716, 350), (640, 280), 10, [112, 84, 76]);
    paper.polygon(&[(650, 262), (626, 290), (560, 330), (610, 380), (662, 312)], [94, 134, 158]);
    paper.ellipse((586, 356), (34, 28), [255, 236, 166]);
    paper.rect(112, 400, 76, 90, [120, 158, 112]);
    paper.ellipse((150, 490), (38, 12), [120, 158, 112]);
    for (x, top, pen) in [(128, 330, [206, 92, 74]), (146, 312, [232, 176, 84]), (166, 336, [94, 134, 158])] {
        paper.line((x, top), (150, 420), 9, pen);
    }
    paper.rect(112, 398, 76, 94, [120, 158, 112]);
    paper.ellipse((150, 398), (38, 10), [96, 132, 90]);
}

/// A dog that waits on a veranda for somebody to come home.
pub(super) fn veranda(paper: &mut Paper) {
    paper.fade(0, 420, [255, 226, 178], [252, 240, 214]);
    paper.ellipse((640, 120), (70, 70), [255, 206, 120]);
    paper.ellipse((520, 430), (330, 130), [168, 186, 120]);
    paper.ellipse((120, 440), (300, 110), [146, 172, 108]);
    for (x, y) in [(560, 300), (700, 320)] {
        paper.rect(x - 8, y, 16, 90, [140, 98, 72]);
        paper.ellipse((x, y - 20), (62, 60), [124, 158, 96]);
        paper.ellipse((x - 16, y - 34), (40, 36), [146, 178, 110]);
    }
    // The house stands on the left, its floor runs to the front.
    paper.rect(0, 0, 250, 470, [232, 190, 146]);
    for y in [60, 130, 200, 270, 340] {
        paper.rect(0, y, 250, 4, [214, 170, 126]);
    }
    paper.rect(56, 130, 140, 340, [150, 98, 70]);
    paper.rect(70, 146, 112, 324, [178, 122, 86]);
    paper.rect(82, 170, 88, 110, [250, 226, 176]);
    paper.ellipse((168, 330), (9, 9), [244, 200, 90]);
    // Spring couplets beside the door.
    paper.rect(24, 150, 22, 200, [206, 66, 58]);
    paper.rect(206, 150, 22, 200, [206, 66, 58]);
    for y in [170, 212, 254, 296] {
        paper.rect(30, y, 10, 22, [244, 200, 90]);
        paper.rect(212, y, 10, 22, [244, 200, 90]);
    }
    paper.polygon(&[(0, 0), (430, 0), (370, 52), (0, 52)], [172, 82, 66]);
    paper.rect(0, 52, 372, 12, [140, 66, 54]);
    paper.rect(330, 60, 22, 410, [178, 122, 86]);
    paper.rect(0, 470, 800, 14, [214, 160, 112]);
    paper.fade(484, 600, [198, 144, 98], [174, 120, 82]);
    for x in [90, 250, 410, 570, 730] {
        paper.line((x, 486), (x - 60, 600), 4, [158, 106, 72]);
    }
    let (fur, dark) = ([222, 170, 104], [180, 126, 74]);
    paper.ellipse((520, 566), (210, 20), [150, 102, 70]);
    paper.line((640, 536), (712, 486), 26, fur);
    paper.line((712, 486), (724, 452), 24, [240, 206, 150]);
    paper.ellipse((560, 504), (120, 66), fur);
    paper.ellipse((620, 530), (66, 42), dark);
    paper.ellipse((612, 526), (64, 42), fur);
    paper.line((470, 520), (380, 558), 34, fur);
    paper.line((500, 540), (410, 566), 32, fur);
    paper.ellipse((374, 560), (26, 16), WHITE);
    paper.ellipse((404, 568), (26, 16), WHITE);
    paper.ellipse((470, 470), (76, 80), fur);
    paper.polygon(&[(390, 392), (400, 308), (448, 366)], dark);
    paper.polygon(&[(470, 366), (516, 306), (528, 392)], dark);
    paper.ellipse((460, 404), (78, 66), fur);
    paper.ellipse((448, 430), (48, 36), WHITE);
    paper.ellipse((440, 414), (18, 13), INK);
    paper.line((440, 424), (440, 442), 4, INK);
    paper.line((440, 442), (424, 448), 4, INK);
    paper.line((440, 442), (458, 448), 4, INK);
    for x in [420, 486] {
        paper.ellipse((x, 388), (10, 12), INK);
        paper.ellipse((x - 3, 384), (3, 4), WHITE);
    }
    paper.polygon(&[(402, 462), (520, 460), (524, 482), (408, 486)], [206, 74, 70]);
    paper.ellipse((448, 490), (13, 13), [244, 200, 90]);
}

/// A cat asleep on a garden wall.
pub(super) fn cat(paper: &mut Paper) {
    paper.fade(0, 400, [188, 220, 232], [250, 238, 214]);
    for (x, y, r) in [(90, 130, 120), (250, 80, 90), (30, 260, 110), (740, 300, 90)] {
        paper.ellipse((x, y), (r, r * 3 / 4), [120, 164, 102]);
        paper.ellipse((x - 20, y - 20), (r * 2 / 3, r / 2), [140, 182, 116]);
    }
    for (x, y) in
        [(60, 110), (140, 160), (220, 60), (290, 110), (30, 240), (110, 290), (720, 270), (770, 330)]
    {
        for (dx, dy) in [(0, -13), (13, 0), (0, 13), (-13, 0)] {
            paper.ellipse((x + dx, y + dy), (11, 11), [226, 96, 128]);
        }
        paper.ellipse((x, y), (8, 8), [255, 226, 150]);
    }
    paper.rect(0, 376, 800, 34, [222, 206, 190]);
    paper.rect(0, 404, 800, 8, [180, 160, 146]);
    paper.rect(0, 412, 800, 188, [198, 120, 92]);
    for row in 0..4 {
        let y = 412 + row * 48;
        paper.rect(0, y + 44, 800, 4, [226, 176, 150]);
        for i in 0..8 {
            paper.rect(i * 110 + row % 2 * 55 - 20, y, 4, 48, [226, 176, 150]);
        }
    }
    for (x, row) in [(96, 1), (426, 0), (590, 2), (260, 3)] {
        paper.rect(x - 20 + 4 + row % 2 * 55 - 16, 412 + row * 48, 106, 44, [182, 104, 80]);
    }
    let (fur, stripe) = ([240, 166, 86], [206, 126, 58]);
    paper.line((590, 352), (640, 400), 30, fur);
    paper.line((640, 400), (636, 480), 28, fur);
    paper.line((636, 480), (662, 506), 26, stripe);
    paper.line((652, 420), (624, 424), 10, stripe);
    paper.line((650, 454), (622, 456), 10, stripe);
    paper.ellipse((490, 316), (150, 84), fur);
    for (x, y, long) in [(430, 240, 50), (480, 232, 56), (530, 238, 52), (578, 256, 44)] {
        paper.line((x, y), (x + 12, y + long), 14, stripe);
    }
    paper.ellipse((566, 352), (76, 46), stripe);
    paper.ellipse((560, 350), (74, 44), fur);
    paper.line((420, 378), (320, 382), 34, fur);
    paper.ellipse((312, 382), (26, 17), WHITE);
    paper.polygon(&[(276, 296), (284, 218), (336, 262)], fur);
    paper.polygon(&[(370, 260), (424, 216), (428, 300)], fur);
    paper.polygon(&[(288, 280), (292, 240), (318, 264)], [246, 196, 180]);
    paper.polygon(&[(388, 264), (416, 238), (418, 284)], [246, 196, 180]);
    paper.ellipse((352, 318), (86, 70), fur);
    paper.ellipse((352, 346), (50, 34), WHITE);
    for x in [330, 352, 374] {
        paper.line((x, 254), (x, 278), 10, stripe);
    }
    // Closed eyes and a nose.
    for x in [316, 388] {
        paper.line((x - 16, 314), (x, 322), 5, INK);
        paper.line((x, 322), (x + 16, 314), 5, INK);
    }
    paper.polygon(&[(340, 330), (364, 330), (352, 344)], [226, 110, 110]);
    paper.line((352, 344), (352, 354), 4, INK);
    paper.line((352, 354), (338, 360), 4, INK);
    paper.line((352, 354), (366, 360), 4, INK);
    for (side, y) in [(-1, 336), (1, 336), (-1, 352), (1, 352)] {
        paper.line((352 + side * 44, y), (352 + side * 108, y + (y - 344)), 3, WHITE);
    }
}
