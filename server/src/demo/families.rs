//! The families of the demo and their words.
//!
//! Three entries have waited longest, in the order in which they stand here: 番茄, 腳踏車 and 滷肉. Between two uses of
//! one book lie two days, as part 二(四) of the regulation asks.

use domain::people::Relationship;
use domain::restriction::RestrictionKind;
use domain::review::ReturnReason::{NotCaring, PersonalInformation, UnsuitableWords};

use super::entries::Ago::{Days, Minutes};
use super::entries::Step::{
    Approve, ApproveReply, Correct, Open, Reply, Restrict, Return, Save, Send, Withdraw,
};
use super::entries::{Household, Story};
use super::people::OWN_REASON;

/// Those of the first institution. The first one is the demo's own family.
pub(super) const HOUSEHOLDS: &[Household] = &[
    Household {
        mail: "family@demo.example",
        name: "林美惠",
        call_number: "1001",
        relationship: Relationship::Mother,
        stories: &[
            Story {
                title: "生日快樂",
                body: "小宇，十七歲生日快樂！我們在家幫你點了蠟燭，妹妹替你許了一個願，她說不能講。爸媽愛你。",
                photo: Some((4, "桌上的生日蛋糕，點了四根蠟燭")),
                steps: &[(Days(9, 20, 30), Send), (Days(8, 10, 15), Approve), (Days(7, 16, 20), Open)],
            },
            Story {
                title: "週末的菜市場",
                body: "小宇，今天跟妹妹去菜市場，老闆還記得你，多送了一把蔥。妹妹現在會幫忙提菜了。",
                photo: None,
                steps: &[
                    (Days(4, 19, 45), Send),
                    (
                        Days(3, 9, 30),
                        Return(
                            &[],
                            "文字很好。提到的人如果是鄰居，請不要寫出姓名或店名，改好再送一次就可以了。",
                        ),
                    ),
                ],
            },
        ],
    },
    Household {
        mail: "zheng@demo.example",
        name: "鄭秀蘭",
        call_number: "1011",
        relationship: Relationship::Grandmother,
        stories: &[
            Story {
                title: "去舅公的菜園幫忙",
                body: "凱文，阿嬤去舅公的菜園幫忙，他的番茄結得滿滿的，一棵要綁三根竹子。阿嬤討了兩盆回來種在院子，\
                       說不定過幾天就會紅。你在那邊要吃飽，有什麼不懂的就問老師。",
                photo: Some((11, "菜園裡三棵番茄，紅的橘的都有")),
                steps: &[
                    (Days(12, 19, 20), Send),
                    (Days(11, 9, 40), Approve),
                    (Days(10, 16, 10), Open),
                    (
                        Days(10, 16, 25),
                        Reply(
                            "回：番茄",
                            "阿嬤，我看到照片了，番茄好大。我在這裡也有種菜，上禮拜換我澆水。您腰不好，搬盆子的時候慢一點，等我回去再幫您搬。",
                        ),
                    ),
                    (Days(9, 10, 5), ApproveReply),
                ],
            },
            Story {
                title: "阿嬤種的番茄紅了",
                body: "凱文，院子裡的番茄今天紅了第一顆，阿嬤捨不得吃，先拍給你看。天氣變冷了，早晚記得加件衣服。",
                photo: Some((11, "")),
                steps: &[(Days(2, 20, 10), Send)],
            },
        ],
    },
    Household {
        mail: "xie@demo.example",
        name: "謝文雄",
        call_number: "1012",
        relationship: Relationship::Father,
        stories: &[
            Story {
                title: "你的腳踏車修好了",
                body: "宇軒，爸爸把你那台腳踏車牽去修了，鏈條換新的，剎車也調過，老闆說再騎五年沒問題。現在先借弟弟學著騎，\
                       前面的籃子拿來裝青菜。等你回來，我們三個一起騎去河堤。",
                photo: Some((7, "靠在牆邊的紅色腳踏車，籃子裡有青菜")),
                steps: &[
                    (Days(15, 21, 5), Send),
                    (Days(14, 10, 20), Approve),
                    (Days(13, 16, 30), Open),
                    (
                        Minutes(8),
                        Reply(
                            "回：腳踏車",
                            "爸，謝謝你幫我修車。叫弟弟要記得先按剎車再下來。我最近考到丙級的筆試了，等放榜再跟你說。",
                        ),
                    ),
                ],
            },
            Story {
                title: "弟弟學會騎腳踏車了",
                body: "宇軒，弟弟這禮拜學會騎腳踏車，跌了三次都沒哭，一直說要等你回來一起騎。爸爸上班一切都好，不用擔心。",
                photo: Some((7, "")),
                steps: &[(Days(1, 12, 40), Send)],
            },
        ],
    },
    Household {
        mail: "guo@demo.example",
        name: "郭淑芬",
        call_number: "1013",
        relationship: Relationship::Mother,
        stories: &[Story {
            title: "今天煮了你愛吃的滷肉",
            body: "俊賢，媽媽今天煮了滷肉，習慣還是多煮了一份。上次你說木工課做了小板凳，媽媽好想看看。",
            photo: None,
            steps: &[(Days(1, 18, 20), Send)],
        }],
    },
    Household {
        mail: "hsu@demo.example",
        name: "徐麗華",
        call_number: "1017",
        relationship: Relationship::Mother,
        stories: &[
            Story {
                title: "夜市的攤子搬新家了",
                body: "靖文，我們的蔥油餅攤搬到夜市入口，燈籠一排亮起來很好看。老客人都找得到，還問你什麼時候回來幫忙收錢。\
                       媽媽每天站得動，你也要好好吃飯、好好上課。",
                photo: Some((8, "夜市的三個攤位，上面掛滿燈籠")),
                steps: &[(Days(10, 23, 40), Send), (Days(9, 10, 5), Approve), (Days(8, 16, 45), Open)],
            },
            Story {
                title: "妹妹的數學考卷",
                body: "靖文，妹妹這次數學考了八十七分，她說是照你教的方法，先畫圖再算。現在每天都坐你的書桌寫功課，\
                       筆筒裡的筆一枝都沒少。她把考卷貼在冰箱上，要等你回來簽名。",
                photo: Some((12, "窗前的書桌，作業寫到一半")),
                steps: &[(Minutes(45), Send)],
            },
        ],
    },
    Household {
        mail: "xiao@demo.example",
        name: "蕭金水",
        call_number: "1018",
        relationship: Relationship::Grandfather,
        stories: &[
            Story {
                title: "阿公學會用手機拍照",
                body: "振宇，你表姊教阿公用手機拍照，學了三天才會。這張是阿公自己拍的，對面圍牆上那隻橘貓每天下午都來睡覺，\
                       跟你小時候一樣叫不醒。阿公身體很好，你安心學功夫。",
                photo: Some((10, "一隻橘貓在圍牆上睡覺")),
                steps: &[(Days(16, 15, 50), Send), (Days(15, 9, 25), Approve), (Days(14, 16, 15), Open)],
            },
            Story {
                title: "田裡的稻子黃了",
                body: "振宇，今年的稻子長得很好，穗子都垂下來了，下禮拜就要割。隔壁忠孝巷十二號的莊阿福說要開割稻機來幫忙，\
                       他的孫子跟你同年。阿公等你回來煮新米給你吃，一碗一定不夠。",
                photo: Some((6, "")),
                steps: &[
                    (Days(5, 18, 5), Send),
                    (
                        Days(4, 10, 40),
                        Return(
                            &[PersonalInformation.name()],
                            "阿公寫得真好，振宇看了一定很高興。鄰居的姓名和住址請改成「隔壁的阿伯」，照片和其他的字都不用改。",
                        ),
                    ),
                    (
                        Days(1, 20, 5),
                        Correct(
                            "田裡的稻子黃了",
                            "振宇，今年的稻子長得很好，穗子都垂下來了，下禮拜就要割。隔壁的阿伯說要開割稻機來幫忙，\
                             他的孫子跟你同年。阿公等你回來煮新米給你吃，一碗一定不夠。",
                        ),
                    ),
                ],
            },
        ],
    },
    Household {
        mail: "zeng@demo.example",
        name: "曾淑惠",
        call_number: "1019",
        relationship: Relationship::Aunt,
        stories: &[
            Story {
                title: "奶奶的八十大壽",
                body: "聖傑，姑姑訂了下個月初的餐廳，要幫奶奶過八十大壽，你爸說會從工地請假回來。位子也幫你留了一個。\
                       菜單還在想，奶奶說別的都可以，就是一定要有豬腳麵線。",
                photo: None,
                steps: &[(Days(8, 20, 0), Send), (Days(8, 20, 25), Withdraw)],
            },
            Story {
                title: "陪奶奶去廟裡拜拜",
                body: "聖傑，今天陪奶奶去廟裡拜拜，一百零八階她都沒喊累，只說要慢慢走。她替你求了一個平安符，先收在你書桌的\
                       抽屜裡。籤詩說守得雲開見月明，她聽了笑好久。回來在廟口吃米粉湯，她多叫了一碗，說是你的份，\
                       最後是姑姑吃掉的。你寫回來的卡片她放在枕頭下，想到就拿出來看。",
                photo: None,
                steps: &[(Days(3, 19, 10), Send), (Days(2, 11, 0), Approve)],
            },
            Story {
                title: "昨晚的月亮好圓",
                body: "聖傑，昨晚的月亮很圓，奶奶把小桌子搬到院子，擺了柚子和鳳梨酥，說要先拜過月亮才能吃。我們對著月亮跟你說\
                       晚安，你那邊應該也看得到同一個。奶奶問你睡得好不好。",
                photo: Some((14, "院子裡的小桌上有柚子和點心，天上是滿月")),
                steps: &[(Minutes(12), Send)],
            },
        ],
    },
    Household {
        mail: "luo@demo.example",
        name: "羅志偉",
        call_number: "1020",
        relationship: Relationship::ElderBrother,
        stories: &[
            Story {
                title: "哥找到新工作了",
                body: "孝恩，哥上禮拜開始去機車行當學徒，每天坐六點四十的火車，會經過海邊。師傅嚴格，但是肯教，\
                       第一天就讓我換機油。薪水不多，夠付房租了。你把證照考到，以後我們一起開店。",
                photo: Some((13, "早上開過海邊的火車")),
                steps: &[(Days(11, 22, 0), Send), (Days(10, 9, 50), Approve), (Days(9, 17, 0), Open)],
            },
            Story {
                title: "帶阿爸去港口釣魚",
                body: "孝恩，昨天休假，帶阿爸去港口釣魚，坐了一下午只釣到兩條，他還是很高興。他最近",
                photo: Some((9, "")),
                steps: &[(Days(1, 23, 15), Save)],
            },
        ],
    },
    Household {
        mail: "ruan@demo.example",
        name: "阮氏芳",
        call_number: "1021",
        relationship: Relationship::Mother,
        stories: &[Story {
            title: "媽媽煮了一桌菜",
            body: "浩哲，今天媽媽休假，煮了一桌菜，有你最愛的酸湯。外婆從越南寄來的香料終於用到了，整個樓梯間都是香味，\
                   樓下的阿姨還上來問。你的碗放在老位子。天氣變冷，棉被要蓋好。",
            photo: Some((5, "餐桌上有酸湯、魚和青菜，還有三碗飯")),
            steps: &[(Days(2, 12, 30), Send), (Days(1, 10, 20), Approve)],
        }],
    },
    Household {
        mail: "you@demo.example",
        name: "游秋月",
        call_number: "1022",
        relationship: Relationship::Grandmother,
        stories: &[
            Story {
                title: "小黃每天在門口等",
                body: "家瑋，小黃每天傍晚都趴在門口，聽到機車聲就站起來，看看不是你又趴下去。阿嬤跟牠說哥哥在讀書，\
                       過一陣子就回來。牠的飯阿嬤有顧，毛也刷得很亮，你不用煩惱。",
                photo: Some((15, "小黃趴在門口的木板上")),
                steps: &[(Days(13, 18, 30), Send), (Days(12, 10, 30), Approve), (Days(11, 16, 5), Open)],
            },
            Story {
                title: "菜脯曬好了",
                body: "家瑋，今年蘿蔔收得多，阿嬤曬了三大籃菜脯，太陽大，五天就乾了，院子都是鹹香味。留了一罐給你，\
                       等你回來煎菜脯蛋。聽老師說你有點咳嗽，要多喝溫開水，早點睡。",
                photo: None,
                steps: &[(Days(3, 18, 50), Send), (Minutes(90), Approve)],
            },
            Story {
                title: "你表哥結婚了",
                body: "家瑋，今天你表哥結婚，廟埕辦了二十桌，阿嬤坐主桌吃得好飽。大家都問起你，說你小時候最會搶雞腿。\
                       阿嬤打包了一隻，最後還是給小黃吃了。身體要顧好，聽老師的話。",
                photo: None,
                steps: &[
                    (Days(1, 21, 40), Send),
                    (
                        Days(1, 21, 50),
                        Restrict(RestrictionKind::Illness, 5, "流感發燒，隔離休養，等醫師通知。"),
                    ),
                ],
            },
        ],
    },
    Household {
        mail: "ding@demo.example",
        name: "丁雅雯",
        call_number: "1023",
        relationship: Relationship::ElderSister,
        stories: &[
            Story {
                title: "你們班的合照",
                body: "柏安，這是你國中班上的合照，後排左二是黃俊凱，前排最左邊是李書豪，旁邊是班長蔡宜庭，他們現在都在鎮上\
                       那間高職。大家說要等你回來再拍一張。姊姊把照片洗出來，放在客廳了。",
                photo: Some((16, "國中同學在校舍前的合照")),
                steps: &[
                    (Days(7, 20, 30), Send),
                    (
                        Days(6, 10, 0),
                        Return(
                            &[OWN_REASON, PersonalInformation.name()],
                            "同學都記得柏安，是很好的事。只是照片裡的同學還未成年，名字也都寫出來了，不方便在這裡看。\
                             可以改寫「你的同學們都在等你」，再換一張家裡的照片送來。",
                        ),
                    ),
                ],
            },
            Story {
                title: "家裡多了一個小妹妹",
                body: "柏安，媽上禮拜三平安生了，是個小妹妹，三千一百公克，哭起來整層樓都聽得到。爸抱她的手一直發抖。\
                       媽說眼睛像你，手指也長長的，以後要你教她彈吉他。大家都平安，你放心。",
                photo: None,
                steps: &[(Days(1, 20, 50), Send)],
            },
        ],
    },
    // Staff returned his words three times, so that a suspension is possible; the last ones wait, corrected.
    Household {
        mail: "jian@demo.example",
        name: "簡國樑",
        call_number: "1024",
        relationship: Relationship::Father,
        stories: &[
            Story {
                title: "保管金的事",
                body: "士倫，上次寄的三千元收到沒有？還剩多少要寫清楚。機車的貸款還欠兩萬八，你媽說以後要你自己還。\
                       下個月只能再寄一千，省著用，不要亂買東西。其他的等你出來我們再算，你自己想一想。",
                photo: None,
                steps: &[
                    (Days(20, 21, 40), Send),
                    (
                        Days(19, 10, 10),
                        Return(
                            &[NotCaring.name()],
                            "這裡是給孩子打氣的地方，保管金的事可以直接打電話問我們。您最近想跟士倫說的話，寫下來再送一次就可以了。",
                        ),
                    ),
                    (
                        Days(17, 21, 30),
                        Correct(
                            "你想學水電的事",
                            "士倫，爸不會說話，錢的事先不講。你上次說想學水電，爸去工地問了王金城師傅，他住中正路八十八號，\
                             說等你出來就去找他，從拉線開始學。你媽的血壓有好一點，每天都去公園走路。爸等你。",
                        ),
                    ),
                    (
                        Days(16, 9, 45),
                        Return(
                            &[PersonalInformation.name()],
                            "這次寫得很好，孩子會很高興。師傅的姓名和住址請拿掉，寫「工地的師傅」就可以，其他都不用改。",
                        ),
                    ),
                    (
                        Days(14, 21, 15),
                        Correct(
                            "你想學水電的事",
                            "士倫，爸不會說話，錢的事先不講。你上次說想學水電，爸去工地問了，有一位師傅說等你出來就帶你，\
                             從拉線開始學。你媽的血壓有好一點，每天都去公園走路。爸等你。",
                        ),
                    ),
                    (Days(13, 10, 45), Approve),
                    (Days(12, 16, 40), Open),
                ],
            },
            Story {
                title: "帶你媽去看醫生",
                body: "士倫，爸今天在路上看到阿德，就是害你進去的那個，差一點衝過去揍他。等你出來，我們父子一起去找他算帳。\
                       你媽叫我不要亂來，她血壓又高了，明天帶她去看醫生，你不用煩惱。",
                photo: None,
                steps: &[
                    (Days(5, 22, 10), Send),
                    (
                        Days(4, 11, 20),
                        Return(
                            &[UnsuitableWords.name()],
                            "看得出來您很心疼孩子。「揍他」「算帳」會讓士倫更放不下，請改寫媽媽看醫生的情形，和您想鼓勵他的話。",
                        ),
                    ),
                    (
                        Days(1, 22, 5),
                        Correct(
                            "帶你媽去看醫生",
                            "士倫，爸帶你媽去看醫生了，醫生換了藥，說只要不生氣、按時吃就會好。回來的路上買了你愛吃的車輪餅，\
                             你媽說奶油的要留給你。爸以前脾氣不好，現在在改，你也慢慢來，我們都等你。",
                        ),
                    ),
                ],
            },
        ],
    },
];

pub(super) const HOUSEHOLDS_ELSEWHERE: &[Household] = &[Household {
    mail: "family2@demo.example",
    name: "邱玉珍",
    call_number: "1001",
    relationship: Relationship::Aunt,
    stories: &[Story {
        title: "奶奶的生日",
        body: "奕辰，昨天幫奶奶過生日，她問起你三次。蛋糕留了一塊在冷凍庫，等你回來吃。姑姑一切都好。",
        photo: None,
        steps: &[(Minutes(300), Send)],
    }],
}];
