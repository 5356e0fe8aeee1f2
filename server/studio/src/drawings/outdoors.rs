//! Pictures from fields, streets and the sea.

use super::paper::{Colour, INK, Paper, WHITE};

pub(super) fn garden(paper: &mut Paper, mood: usize) {
    let (w, h) = (paper.width, paper.height);
    paper.fade(0, h, [150, 206, 240], [236, 246, 240]);
    paper.ellipse((w * 5 / 6, h / 6), (62, 62), [255, 224, 120]);
    for (x, y) in [(w / 5, h / 6), (w / 2, h / 9)] {
        for (dx, r) in [(-46, 30), (0, 44), (50, 32)] {
            paper.ellipse((x + dx, y), (r + 14, r), WHITE);
        }
    }
    paper.ellipse((w / 4, h), (w / 2, h * 2 / 5), [150, 196, 120]);
    paper.ellipse((w * 4 / 5, h), (w / 2, h / 3), [120, 178, 104]);
    paper.rect(0, h * 5 / 6, w, h / 6 + 1, [98, 156, 88]);
    let petals: [Colour; 4] = [[236, 110, 130], [250, 200, 80], [170, 130, 210], [255, 250, 240]];
    let petals = petals.into_iter().cycle().skip(mood);
    for ((i, petal), lower) in (0..7).zip(petals).zip([0, 52, -34, 30, -14, 60, 10]) {
        let x = w * (2 * i + 1) / 14;
        let y = h * 2 / 3 + lower;
        paper.rect(x - 4, y, 8, h - y, [66, 120, 66]);
        paper.ellipse((x + 24, y + 84), (24, 10), [66, 120, 66]);
        for (dx, dy) in [(0, -27), (26, -8), (16, 22), (-16, 22), (-26, -8)] {
            paper.ellipse((x + dx, y + dy), (20, 20), petal);
        }
        paper.ellipse((x, y), (16, 16), [222, 150, 50]);
    }
}

pub(super) fn sunrise(paper: &mut Paper, mood: usize) {
    let high: Colour = [[96, 110, 170], [120, 96, 150], [70, 120, 170], [150, 110, 140]][mood];
    let (w, h) = (paper.width, paper.height);
    let (x, sea) = (w / 2, h * 3 / 5);
    paper.fade(0, sea, high, [255, 196, 130]);
    for (radius, glow) in [(170, [255, 204, 140]), (130, [255, 214, 140]), (96, [255, 236, 170])] {
        paper.ellipse((x, sea), (radius, radius), glow);
    }
    paper.polygon(&[(0, sea), (w / 6, sea - 130), (w * 2 / 5, sea)], [112, 96, 130]);
    paper.polygon(&[(w * 3 / 5, sea), (w * 5 / 6, sea - 170), (w + 60, sea)], [98, 86, 122]);
    paper.polygon(&[(w / 8, sea), (w / 3, sea - 76), (w / 2 - 40, sea)], [138, 112, 140]);
    paper.fade(sea, h, [236, 168, 128], [66, 92, 140]);
    for i in 0..9 {
        let wide = 150 - i * 12 + (i % 3) * 20;
        paper.ellipse((x + (i % 2) * 24 - 12, sea + 14 + i * 24), (wide, 5), [255, 226, 164]);
    }
    for (bx, by) in [(w / 4, h / 5), (w / 3, h / 4), (w * 2 / 3, h / 6)] {
        for side in [-1, 1] {
            paper.polygon(&[(bx, by), (bx + side * 34, by - 16), (bx + side * 12, by - 3)], INK);
        }
    }
    paper.polygon(
        &[(w / 4 - 60, sea + 90), (w / 4 + 60, sea + 90), (w / 4 + 40, sea + 116), (w / 4 - 40, sea + 116)],
        [110, 70, 60],
    );
    paper.polygon(&[(w / 4, sea - 20), (w / 4, sea + 84), (w / 4 + 62, sea + 84)], WHITE);
    paper.polygon(&[(w / 4 - 8, sea + 4), (w / 4 - 8, sea + 84), (w / 4 - 46, sea + 84)], [246, 214, 190]);
}

/// A rice field that is yellow, and the mountains behind it.
pub(super) fn rice_field(paper: &mut Paper) {
    paper.fade(0, 320, [170, 212, 236], [254, 236, 202]);
    clouds(paper, &[(150, 90), (560, 70)]);
    for (corners, colour) in [
        ([(-60, 320), (150, 130), (380, 320)], [150, 170, 186]),
        ([(250, 320), (470, 90), (720, 320)], [134, 156, 174]),
        ([(540, 320), (720, 160), (900, 320)], [158, 178, 188]),
        ([(40, 330), (260, 210), (500, 330)], [122, 154, 128]),
        ([(430, 330), (620, 220), (860, 330)], [112, 148, 120]),
    ] {
        paper.polygon(&corners, colour);
    }
    paper.fade(310, 600, [236, 200, 96], [222, 166, 62]);
    // Dykes run together far away.
    for (foot, width) in [(-260, 40), (150, 26), (660, 26), (1080, 40)] {
        paper.polygon(&[(398, 310), (402, 310), (foot + width, 600), (foot, 600)], [142, 164, 90]);
    }
    for (y, far) in [(352, 1), (404, 2), (476, 4)] {
        paper.rect(0, y, 800, 3 + far, [206, 158, 66]);
    }
    for row in 0..9 {
        let y = 336 + row * 18 + row * row * 2;
        let size = 3 + row;
        for i in 0..=(800 / (size * 9)) {
            let x = i * size * 9 + row * 31 % 27;
            for (lean, straw) in [(-2, [206, 154, 58]), (2, [206, 154, 58]), (0, [250, 224, 134])] {
                paper.line((x, y + size * 3), (x + size * lean, y), size / 3 + 1, straw);
            }
        }
    }
    // A farmhouse, and somebody with a wide hat.
    paper.rect(600, 262, 110, 60, [244, 226, 200]);
    paper.polygon(&[(584, 264), (612, 230), (700, 230), (726, 264)], [190, 84, 68]);
    paper.rect(624, 284, 22, 38, [140, 96, 72]);
    paper.rect(666, 282, 26, 20, [126, 170, 190]);
    paper.rect(232, 420, 46, 90, [94, 134, 158]);
    paper.line((240, 436), (204, 486), 16, [94, 134, 158]);
    paper.line((270, 436), (304, 480), 16, [94, 134, 158]);
    paper.ellipse((255, 404), (20, 24), [236, 196, 160]);
    paper.polygon(&[(196, 402), (255, 360), (314, 402)], [244, 214, 140]);
    paper.ellipse((255, 402), (59, 8), [226, 188, 110]);
    paper.ellipse((255, 516), (60, 26), [232, 184, 78]);
    for x in [206, 226, 246, 266, 286, 302] {
        paper.line((x, 540), (x + 6, 496), 5, [206, 154, 58]);
        paper.ellipse((x + 8, 494), (8, 5), [250, 222, 128]);
    }
}

fn clouds(paper: &mut Paper, at: &[(i32, i32)]) {
    for (x, y) in at {
        for (dx, r) in [(-46, 20), (0, 32), (50, 24)] {
            paper.ellipse((x + dx, *y), (r + 20, r), WHITE);
        }
    }
}

/// A bicycle that leans against a wall.
pub(super) fn bicycle(paper: &mut Paper) {
    paper.fade(0, 430, [250, 226, 186], [242, 204, 158]);
    for row in 0..6 {
        for i in 0..4 {
            let x = i * 230 + row * 97 % 180 - 30;
            paper.rect(x, 30 + row * 70, 74, 26, [236, 196, 150]);
        }
    }
    paper.rect(530, 90, 190, 180, [150, 100, 72]);
    paper.rect(546, 106, 158, 148, [150, 194, 206]);
    paper.rect(620, 106, 10, 148, [150, 100, 72]);
    paper.rect(510, 268, 230, 18, [172, 118, 82]);
    for (x, flower) in
        [(550, [226, 96, 110]), (594, [250, 206, 96]), (640, [226, 96, 110]), (688, [250, 206, 96])]
    {
        paper.ellipse((x, 246), (24, 22), [112, 156, 96]);
        paper.ellipse((x, 236), (14, 13), flower);
    }
    paper.fade(430, 600, [206, 188, 170], [184, 164, 148]);
    paper.rect(0, 430, 800, 8, [172, 150, 132]);
    paper.ellipse((390, 552), (310, 20), [160, 140, 126]);
    let (left, right) = ((220, 430), (570, 430));
    for (x, y) in [left, right] {
        paper.ring((x, y), (118, 118), 16, [66, 58, 60]);
        paper.ring((x, y), (102, 102), 5, [214, 208, 200]);
        for (dx, dy) in [(0, 98), (98, 0), (69, 69), (69, -69), (38, 90), (90, 38), (90, -38), (38, -90)] {
            paper.line((x - dx, y - dy), (x + dx, y + dy), 2, [214, 208, 200]);
        }
        paper.ellipse((x, y), (14, 14), [112, 104, 104]);
    }
    let frame = [206, 74, 70];
    paper.line((300, 248), (392, 440), 15, frame);
    paper.line((392, 440), (508, 280), 15, frame);
    paper.line((320, 286), (508, 276), 15, frame);
    paper.line(left, (392, 440), 12, frame);
    paper.line(left, (318, 282), 12, frame);
    paper.line(right, (496, 236), 14, frame);
    paper.line((496, 236), (490, 206), 12, [112, 104, 104]);
    paper.line((490, 206), (548, 190), 12, [66, 58, 60]);
    paper.line((490, 206), (452, 214), 12, [66, 58, 60]);
    paper.line((296, 240), (290, 226), 12, [112, 104, 104]);
    paper.polygon(&[(246, 212), (336, 216), (330, 232), (262, 234)], [112, 78, 60]);
    paper.ring((392, 440), (34, 34), 8, [112, 104, 104]);
    paper.line((392, 440), (414, 488), 10, [112, 104, 104]);
    paper.line((396, 490), (434, 490), 12, [66, 58, 60]);
    // A basket with something green in it.
    paper.ellipse((606, 214), (34, 30), [126, 170, 96]);
    paper.ellipse((632, 208), (30, 34), [150, 188, 110]);
    paper.polygon(&[(552, 220), (676, 220), (656, 300), (572, 300)], [196, 148, 96]);
    for y in [240, 262, 284] {
        paper.line((562, y), (666, y), 4, [160, 112, 70]);
    }
}

/// Stalls of a night market under rows of lanterns.
pub(super) fn night_market(paper: &mut Paper) {
    paper.fade(0, 430, [44, 38, 78], [126, 76, 96]);
    for (x, y, width, height) in
        [(0, 150, 140, 250), (130, 90, 110, 310), (560, 120, 120, 280), (670, 60, 140, 340)]
    {
        paper.rect(x, y, width, height, [62, 50, 84]);
        for i in 0..6 {
            let at = (x + 18 + i % 2 * 52, y + 24 + i / 2 * 62);
            paper.rect(at.0, at.1, 28, 34, if i % 3 == 0 { [250, 214, 130] } else { [84, 70, 104] });
        }
    }
    for (from, sag) in [(60, 24), (130, 40)] {
        for i in 0..8 {
            let at = |i: i32| (i * 114 - 56, from + sag - (2 * i - 7) * (2 * i - 7) * sag / 49);
            paper.line(at(i), at(i + 1), 3, [34, 28, 52]);
        }
    }
    for (row, from, sag) in [(0, 60, 24), (1, 130, 40)] {
        for i in 1..8 {
            let x = i * 114 - 56 + row * 57 - 57;
            let y = from + sag - (2 * i - 8) * (2 * i - 8) * sag / 49;
            lantern(paper, (x + 57, y), if (i + row) % 2 == 0 { [228, 70, 60] } else { [246, 176, 66] });
        }
    }
    paper.fade(430, 600, [110, 74, 84], [78, 56, 74]);
    for (x, roof, counter) in [
        (20, [206, 74, 70], [150, 98, 70]),
        (286, [240, 178, 76], [132, 88, 78]),
        (552, [88, 150, 140], [150, 98, 70]),
    ] {
        stall(paper, x, roof, counter);
    }
    // People, seen from behind.
    for (x, y, coat) in [
        (140, 500, [94, 134, 158]),
        (250, 520, [226, 150, 110]),
        (500, 506, [120, 158, 112]),
        (640, 524, [206, 112, 130]),
    ] {
        paper.ellipse((x, y + 96), (44, 100), coat);
        paper.ellipse((x, y - 24), (30, 34), INK);
    }
    paper.ellipse((196, 566), (28, 70), [250, 206, 96]);
    paper.ellipse((196, 494), (22, 24), INK);
}

fn lantern(paper: &mut Paper, (x, y): (i32, i32), colour: Colour) {
    paper.line((x, y), (x, y + 10), 3, [34, 28, 52]);
    paper.ellipse((x, y + 36), (30, 27), colour);
    paper.ellipse((x, y + 36), (16, 24), [255, 220, 150]);
    paper.rect(x - 13, y + 7, 26, 6, [250, 206, 96]);
    paper.rect(x - 13, y + 59, 26, 6, [250, 206, 96]);
    paper.line((x, y + 66), (x, y + 80), 4, [250, 206, 96]);
}

fn stall(paper: &mut Paper, x: i32, roof: Colour, counter: Colour) {
    paper.rect(x + 12, 300, 204, 150, [255, 222, 150]);
    paper.rect(x + 12, 300, 10, 210, [92, 66, 60]);
    paper.rect(x + 206, 300, 10, 210, [92, 66, 60]);
    for i in 0..6 {
        let colour = if i % 2 == 0 { roof } else { WHITE };
        let left = x + i * 38;
        paper.rect(left, 262, 38, 44, colour);
        paper.ellipse((left + 19, 306), (19, 17), colour);
    }
    paper.ellipse((x + 114, 366), (26, 28), [236, 196, 160]);
    paper.rect(x + 88, 336, 52, 14, WHITE);
    for eye in [x + 105, x + 123] {
        paper.ellipse((eye, 364), (3, 4), INK);
    }
    paper.line((x + 108, 377), (x + 114, 380), 3, [190, 84, 74]);
    paper.line((x + 114, 380), (x + 120, 377), 3, [190, 84, 74]);
    paper.ellipse((x + 114, 440), (50, 48), [244, 236, 224]);
    for (dx, food) in
        [(44, [214, 130, 70]), (72, [150, 180, 96]), (160, [206, 92, 74]), (188, [232, 176, 84])]
    {
        paper.ellipse((x + dx, 426), (20, 16), food);
    }
    paper.rect(x + 4, 432, 220, 80, counter);
    paper.rect(x + 4, 428, 220, 12, [226, 172, 124]);
    paper.rect(x + 54, 456, 120, 36, [244, 214, 140]);
    for i in 0..4 {
        paper.rect(x + 66 + i * 26, 464, 18, 20, [190, 84, 68]);
    }
}

/// A pier with boats, and the sea in the afternoon.
pub(super) fn pier(paper: &mut Paper) {
    paper.fade(0, 270, [150, 204, 230], [255, 238, 206]);
    clouds(paper, &[(180, 80), (640, 110)]);
    paper.polygon(&[(470, 270), (600, 190), (690, 232), (800, 170), (800, 270)], [140, 168, 150]);
    paper.fade(270, 600, [112, 180, 196], [58, 128, 156]);
    for (i, x) in (0..).zip([90, 520, 300, 690, 60, 560, 720, 480, 640]) {
        let y = 292 + i * 34;
        paper.line((x, y), (x + 60 + i * 6, y), 4, [176, 218, 222]);
    }
    // The lighthouse stands at the end.
    paper.polygon(&[(392, 268), (408, 150), (448, 150), (464, 268)], WHITE);
    paper.polygon(&[(400, 218), (405, 182), (451, 182), (456, 218)], [214, 74, 66]);
    paper.rect(402, 138, 52, 14, [92, 84, 90]);
    paper.rect(412, 108, 32, 32, [255, 226, 140]);
    paper.polygon(&[(404, 110), (428, 84), (452, 110)], [214, 74, 66]);
    paper.polygon(&[(340, 284), (380, 262), (480, 262), (520, 284)], [170, 160, 152]);
    boat(paper, (640, 380), [214, 92, 70]);
    boat(paper, (150, 350), [70, 110, 150]);
    paper.polygon(&[(398, 282), (448, 282), (643, 600), (203, 600)], [206, 158, 112]);
    for (i, y) in (0..).zip([300, 322, 348, 380, 418, 462, 512, 568]) {
        let half = 25 + (y - 282) * 195 / 318;
        paper.rect(423 - half, y, half * 2, 3 + i / 2, [168, 118, 80]);
    }
    for (y, size) in [(330, 8), (400, 12), (500, 18)] {
        let half = 25 + (y - 282) * 195 / 318;
        for side in [-1, 1] {
            let x = 423 + side * half;
            paper.rect(x - size, y - size * 4, size * 2, size * 7, [132, 88, 62]);
            paper.ellipse((x, y - size * 4), (size, size / 2), [178, 128, 92]);
        }
    }
    // Somebody fishes, with a bucket beside.
    paper.line((446, 388), (590, 290), 5, [92, 66, 60]);
    paper.line((590, 290), (600, 430), 2, [236, 240, 240]);
    paper.ellipse((420, 440), (42, 48), [226, 150, 70]);
    paper.ellipse((420, 474), (58, 20), [84, 96, 124]);
    paper.line((430, 410), (456, 384), 18, [226, 150, 70]);
    paper.ellipse((420, 372), (24, 27), [236, 196, 160]);
    paper.ellipse((420, 358), (28, 18), [244, 214, 140]);
    paper.ellipse((420, 364), (46, 8), [226, 188, 110]);
    paper.polygon(&[(330, 440), (374, 440), (368, 484), (336, 484)], [94, 134, 158]);
    paper.ellipse((352, 440), (22, 7), [150, 194, 206]);
    for (x, y) in [(250, 150), (310, 120), (560, 90)] {
        for side in [-1, 1] {
            paper.polygon(&[(x, y), (x + side * 30, y - 14), (x + side * 10, y - 2)], WHITE);
        }
    }
}

fn boat(paper: &mut Paper, (x, y): (i32, i32), hull: Colour) {
    paper.rect(x - 40, y - 66, 60, 46, WHITE);
    paper.rect(x - 30, y - 58, 16, 18, [126, 170, 190]);
    paper.rect(x - 8, y - 58, 16, 18, [126, 170, 190]);
    paper.rect(x - 46, y - 74, 72, 10, hull);
    paper.line((x + 40, y - 24), (x + 40, y - 104), 5, [112, 84, 76]);
    paper.polygon(&[(x + 42, y - 102), (x + 78, y - 90), (x + 42, y - 78)], [250, 206, 96]);
    paper.polygon(&[(x - 90, y - 26), (x + 104, y - 34), (x + 70, y + 22), (x - 70, y + 22)], hull);
    paper.polygon(&[(x - 86, y - 18), (x + 98, y - 24), (x + 94, y - 14), (x - 82, y - 8)], WHITE);
    paper.ellipse((x, y + 24), (100, 8), [150, 204, 212]);
}

/// Tomato plants on their sticks.
pub(super) fn tomatoes(paper: &mut Paper) {
    paper.fade(0, 440, [206, 230, 226], [254, 244, 220]);
    paper.ellipse((690, 90), (56, 56), [255, 220, 130]);
    for i in 0..9 {
        paper.rect(i * 96 - 20, 200, 70, 260, [226, 190, 150]);
        paper.polygon(&[(i * 96 - 20, 200), (i * 96 + 15, 172), (i * 96 + 50, 200)], [226, 190, 150]);
    }
    paper.rect(0, 250, 800, 16, [206, 166, 124]);
    paper.rect(0, 370, 800, 16, [206, 166, 124]);
    paper.fade(440, 600, [150, 104, 76], [118, 80, 60]);
    for (i, x) in (0..).zip([60, 170, 330, 500, 620, 740]) {
        paper.ellipse((x, 470 + i % 3 * 40), (26, 7), [168, 122, 92]);
    }
    for (x, low) in [(150, 20), (400, 0), (650, 30)] {
        tomato_plant(paper, x, 90 + low);
    }
}

fn tomato_plant(paper: &mut Paper, x: i32, top: i32) {
    let (leaf, light) = ([92, 142, 80], [124, 172, 98]);
    paper.line((x - 12, top - 40), (x - 12, 520), 9, [178, 128, 84]);
    paper.line((x, top + 10), (x + 4, 510), 12, [104, 148, 84]);
    paper.ellipse((x, 516), (80, 18), [104, 70, 52]);
    for (i, y) in (0..).zip([top + 20, top + 90, top + 160, top + 230, top + 300]) {
        let out = 62 + i * 8;
        for side in [-1, 1] {
            let (tip_x, tip_y) = (x + side * out, y + side * 12 - 14);
            paper.line((x, y + 20), (tip_x, tip_y), 7, [104, 148, 84]);
            paper.ellipse((tip_x, tip_y), (36, 24), leaf);
            paper.ellipse((tip_x - side * 34, tip_y + 18), (28, 18), light);
            paper.ellipse((tip_x + side * 6, tip_y - 14), (26, 16), light);
        }
    }
    for (dx, dy, ripe) in [
        (-44, 96, [224, 74, 58]),
        (36, 130, [224, 74, 58]),
        (-30, 178, [236, 132, 62]),
        (54, 214, [224, 74, 58]),
        (-62, 250, [224, 74, 58]),
        (10, 284, [176, 190, 92]),
        (-20, 330, [236, 132, 62]),
        (62, 318, [224, 74, 58]),
    ] {
        let (x, y) = (x + dx, top + dy);
        paper.ellipse((x, y), (27, 25), ripe);
        paper.ellipse((x - 9, y - 9), (7, 5), [255, 214, 196]);
        for (dx, dy) in [(-14, -20), (0, -26), (14, -20)] {
            paper.line((x, y - 18), (x + dx, y + dy), 5, [84, 128, 70]);
        }
    }
}

/// A local train on its way along the coast.
pub(super) fn train(paper: &mut Paper) {
    paper.fade(0, 300, [255, 214, 170], [255, 240, 212]);
    paper.ellipse((610, 150), (66, 66), [255, 184, 100]);
    clouds(paper, &[(200, 90), (420, 150)]);
    paper.polygon(&[(0, 300), (140, 170), (330, 300)], [176, 150, 160]);
    paper.polygon(&[(200, 300), (340, 216), (520, 300)], [192, 164, 166]);
    paper.fade(290, 400, [150, 190, 200], [120, 168, 186]);
    for (x, y, long) in [(560, 306, 110), (580, 324, 70), (540, 346, 120), (90, 340, 60)] {
        paper.line((x, y), (x + long, y), 4, [250, 220, 180]);
    }
    paper.fade(396, 600, [190, 180, 110], [150, 158, 92]);
    paper.polygon(&[(0, 500), (800, 500), (800, 560), (0, 560)], [150, 134, 124]);
    for i in 0..18 {
        paper.rect(i * 48 - 8, 522, 24, 30, [112, 84, 70]);
    }
    paper.rect(0, 516, 800, 8, [98, 92, 96]);
    paper.rect(0, 540, 800, 8, [98, 92, 96]);
    // Two carriages, the first one with the driver.
    let (body, stripe) = ([244, 238, 226], [64, 116, 166]);
    for (x, width) in [(-20, 300), (290, 420)] {
        paper.rect(x, 316, width, 176, body);
        paper.rect(x, 426, width, 28, stripe);
        paper.rect(x, 458, width, 10, [240, 150, 60]);
        paper.rect(x, 308, width, 14, [160, 160, 164]);
        for wheel in [x + 60, x + 110, x + width - 110, x + width - 60] {
            paper.ellipse((wheel, 504), (20, 20), [66, 58, 60]);
            paper.ellipse((wheel, 504), (8, 8), [160, 160, 164]);
        }
        paper.rect(x + 20, 486, width - 40, 14, [92, 84, 90]);
    }
    paper.ellipse((710, 404), (60, 88), body);
    paper.rect(640, 426, 124, 28, stripe);
    paper.rect(640, 458, 114, 10, [240, 150, 60]);
    paper.rect(276, 340, 16, 130, [92, 84, 90]);
    for x in [16, 92, 320, 396, 560] {
        paper.rect(x, 344, 58, 60, [84, 110, 130]);
        paper.polygon(&[(x + 34, 344), (x + 58, 344), (x + 24, 404), (x, 404)], [128, 160, 176]);
    }
    for (x, hair) in [(120, INK), (350, [112, 78, 60]), (426, INK)] {
        paper.ellipse((x, 380), (15, 18), [236, 196, 160]);
        paper.ellipse((x, 370), (16, 11), hair);
        paper.rect(x - 20, 394, 40, 10, [206, 92, 74]);
    }
    for x in [184, 476] {
        paper.rect(x, 338, 60, 150, [226, 216, 200]);
        paper.rect(x + 8, 348, 44, 60, [84, 110, 130]);
        paper.rect(x + 29, 338, 3, 150, [176, 164, 150]);
    }
    paper.polygon(&[(664, 344), (722, 344), (758, 404), (664, 404)], [84, 110, 130]);
    paper.polygon(&[(700, 344), (722, 344), (706, 404), (680, 404)], [128, 160, 176]);
    paper.ellipse((756, 440), (10, 12), [255, 236, 166]);
    for x in [60, 420, 760] {
        paper.rect(x, 210, 10, 300, [130, 110, 104]);
        paper.rect(x - 26, 240, 62, 7, [130, 110, 104]);
    }
    paper.line((0, 240), (800, 240), 3, [130, 110, 104]);
    for (i, x) in (0..).zip([30, 150, 250, 370, 520, 640, 730]) {
        let y = 566 + i % 2 * 14;
        paper.line((x, y + 30), (x - 12, y), 5, [112, 140, 80]);
        paper.line((x, y + 30), (x + 12, y - 4), 5, [112, 140, 80]);
        paper.ellipse((x, y - 4), (9, 9), [250, 226, 120]);
    }
}

/// The full moon over a roof, with pomelos and cakes on a small table.
pub(super) fn moon(paper: &mut Paper) {
    paper.fade(0, 470, [40, 52, 96], [112, 104, 140]);
    for (x, y) in
        [(60, 80), (150, 40), (250, 120), (330, 60), (690, 60), (740, 160), (620, 40), (90, 200), (420, 40)]
    {
        paper.ellipse((x, y), (3, 3), [255, 244, 210]);
    }
    paper.ellipse((520, 170), (142, 142), [74, 82, 122]);
    paper.ellipse((520, 170), (118, 118), [255, 236, 176]);
    for (x, y, r) in [(480, 140, 22), (556, 190, 28), (510, 226, 14), (560, 122, 12)] {
        paper.ellipse((x, y), (r, r), [246, 220, 150]);
    }
    for (x, y, wide) in [(640, 120, 90), (200, 170, 100)] {
        paper.ellipse((x, y), (wide, 12), [104, 108, 146]);
        paper.ellipse((x + 30, y - 10), (wide / 2, 10), [104, 108, 146]);
    }
    // An old house with swallow-tail ridge, its window lit.
    paper.polygon(&[(-20, 330), (30, 270), (300, 270), (350, 330)], [120, 62, 62]);
    paper.polygon(&[(-30, 268), (20, 272), (310, 272), (376, 236), (318, 262), (20, 262)], [150, 80, 70]);
    paper.rect(10, 330, 310, 150, [132, 92, 92]);
    paper.rect(60, 356, 80, 80, [255, 214, 130]);
    paper.rect(97, 356, 6, 80, [112, 72, 66]);
    paper.rect(60, 393, 80, 6, [112, 72, 66]);
    paper.rect(200, 350, 76, 130, [92, 58, 58]);
    lantern(paper, (340, 326), [228, 70, 60]);
    paper.fade(470, 600, [84, 76, 88], [62, 56, 70]);
    paper.ellipse((570, 572), (190, 18), [48, 42, 56]);
    for x in [440, 690] {
        paper.rect(x, 470, 18, 104, [120, 76, 58]);
    }
    paper.rect(410, 446, 330, 30, [160, 104, 74]);
    paper.rect(410, 440, 330, 10, [196, 138, 98]);
    for x in [470, 540] {
        paper.ellipse((x, 400), (40, 42), [196, 206, 104]);
        paper.ellipse((x - 10, 388), (16, 14), [222, 228, 140]);
        paper.line((x, 360), (x + 8, 346), 6, [104, 130, 70]);
    }
    paper.ellipse((505, 362), (38, 36), [206, 214, 112]);
    paper.ellipse((497, 352), (14, 12), [228, 232, 150]);
    paper.line((505, 328), (514, 316), 6, [104, 130, 70]);
    paper.ellipse((660, 440), (70, 12), WHITE);
    for (x, y) in [(624, 424), (662, 424), (700, 424), (643, 398), (681, 398)] {
        paper.rect(x - 18, y - 8, 36, 16, [206, 140, 74]);
        paper.ellipse((x, y + 8), (18, 6), [206, 140, 74]);
        paper.ellipse((x, y - 8), (18, 7), [226, 168, 96]);
        paper.ellipse((x, y - 8), (9, 3), [190, 120, 62]);
    }
}

/// Eleven people in two rows before a school, who smile at whoever takes the picture.
pub(super) fn class_photo(paper: &mut Paper) {
    paper.fade(0, 400, [184, 216, 234], [246, 240, 222]);
    paper.rect(60, 70, 680, 330, [240, 216, 184]);
    paper.rect(40, 56, 720, 22, [190, 100, 78]);
    for i in 0..6 {
        let x = 88 + i * 110;
        paper.rect(x, 104, 76, 66, [126, 170, 190]);
        paper.rect(x, 204, 76, 66, [126, 170, 190]);
        paper.rect(x + 36, 104, 5, 166, [240, 216, 184]);
    }
    paper.rect(60, 184, 680, 8, [206, 170, 132]);
    for x in [20, 780] {
        paper.ellipse((x, 300), (70, 110), [124, 164, 104]);
        paper.ellipse((x, 260), (50, 60), [146, 182, 120]);
    }
    paper.fade(390, 600, [208, 190, 160], [188, 166, 136]);
    let tones: [Colour; 3] = [[240, 204, 170], [226, 184, 146], [236, 196, 160]];
    let coats: [Colour; 4] = [[94, 134, 158], [214, 112, 92], [120, 158, 112], [232, 180, 96]];
    let looks = tones.into_iter().cycle().zip(coats.into_iter().cycle());
    let back = [110, 226, 342, 458, 574, 690].map(|x| (x, 290));
    let front = [168, 284, 400, 516, 632].map(|x| (x, 386));
    for ((i, (x, y)), (skin, coat)) in (0..).zip(back.into_iter().chain(front)).zip(looks) {
        let y = y + i % 3 * 8;
        paper.ellipse((x, y + 160), (62, 110), coat);
        paper.rect(x - 62, y + 150, 124, 170, coat);
        paper.polygon(&[(x - 20, y + 52), (x + 20, y + 52), (x, y + 88)], WHITE);
        paper.rect(x - 12, y + 30, 24, 30, skin);
        let hair = if i % 4 == 1 { [112, 78, 60] } else { INK };
        if i % 3 == 1 {
            paper.ellipse((x, y + 14), (48, 56), hair);
        }
        paper.ellipse((x, y - 8), (43, 44), hair);
        paper.ellipse((x, y + 6), (37, 40), skin);
        paper.polygon(
            &[(x - 38, y - 4), (x - 28, y - 36), (x + 28, y - 36), (x + 38, y - 4), (x, y - 16)],
            hair,
        );
        for side in [-1, 1] {
            paper.ellipse((x + side * 14, y + 4), (4, 5), INK);
            paper.ellipse((x + side * 23, y + 18), (7, 4), [232, 150, 130]);
            paper.line((x, y + 26), (x + side * 11, y + 21), 4, [190, 84, 74]);
        }
    }
}
