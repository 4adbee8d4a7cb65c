// @ts-check
/** Emoji short codes that messages use, and the characters they stand for. Unknown codes stay as typed. */

const TABLE = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣
rofl 🤣 relaxed ☺️ blush 😊 innocent 😇 slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 relieved 😌 heart_eyes 😍
kissing_heart 😘 yum 😋 stuck_out_tongue 😛 sunglasses 😎 nerd_face 🤓 star-struck 🤩 partying_face 🥳 smirk 😏
unamused 😒 disappointed 😞 pensive 😔 worried 😟 confused 😕 slightly_frowning_face 🙁 white_frowning_face ☹️
persevere 😣 weary 😩 tired_face 😫 cry 😢 sob 😭 triumph 😤 angry 😠 rage 😡 exploding_head 🤯 flushed 😳 scream 😱
fearful 😨 cold_sweat 😰 hugging_face 🤗 thinking_face 🤔 thinking 🤔 shushing_face 🤫 neutral_face 😐
expressionless 😑 grimacing 😬 face_with_rolling_eyes 🙄 hushed 😯 open_mouth 😮 astonished 😲 sleeping 😴 dizzy_face 😵
zipper_mouth_face 🤐 mask 😷 cowboy_hat_face 🤠 robot_face 🤖 ghost 👻 skull 💀 alien 👽 smile_cat 😸
wave 👋 raised_hand ✋ hand ✋ vulcan_salute 🖖 ok_hand 👌 crossed_fingers 🤞 point_left 👈 point_right 👉 point_up_2 👆
point_down 👇 point_up ☝️ +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌
open_hands 👐 handshake 🤝 pray 🙏 writing_hand ✍️ muscle 💪 eyes 👀 eye 👁️ brain 🧠 speaking_head_in_silhouette 🗣️
bust_in_silhouette 👤 busts_in_silhouette 👥 family 👪 man-shrugging 🤷‍♂️ woman-shrugging 🤷‍♀️ shrug 🤷
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔
sparkling_heart 💖 100 💯 anger 💢 boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨 zzz 💤 speech_balloon 💬
thought_balloon 💭 bulb 💡 sparkles ✨ star ⭐ star2 🌟 fire 🔥 zap ⚡ rainbow 🌈 sunny ☀️ partly_sunny ⛅ cloud ☁️
rain_cloud 🌧️ snowflake ❄️ snowman ⛄ umbrella ☔ ocean 🌊 droplet 💧 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏
globe_with_meridians 🌐 new_moon 🌑 full_moon 🌕 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 herb 🌿
four_leaf_clover 🍀 maple_leaf 🍁 fallen_leaf 🍂 cherry_blossom 🌸 rose 🌹 sunflower 🌻 bouquet 💐
dog 🐶 cat 🐱 mouse 🐭 fox_face 🦊 bear 🐻 panda_face 🐼 lion_face 🦁 monkey 🐒 see_no_evil 🙈 hear_no_evil 🙉
speak_no_evil 🙊 chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 bee 🐝 bug 🐛 butterfly 🦋 snail 🐌 turtle 🐢 snake 🐍 whale 🐳
dolphin 🐬 octopus 🐙 unicorn_face 🦄 apple 🍎 green_apple 🍏 banana 🍌 strawberry 🍓 lemon 🍋 avocado 🥑 bread 🍞
pizza 🍕 hamburger 🍔 popcorn 🍿 doughnut 🍩 cookie 🍪 cake 🍰 birthday 🎂 coffee ☕ tea 🍵 beer 🍺 beers 🍻
champagne 🍾 wine_glass 🍷 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇
second_place_medal 🥈 third_place_medal 🥉 dart 🎯 game_die 🎲 art 🎨 musical_note 🎵 headphones 🎧 microphone 🎤
rocket 🚀 airplane ✈️ car 🚗 bus 🚌 bike 🚲 ship 🚢 anchor ⚓ construction 🚧 rotating_light 🚨
traffic_light 🚦 vertical_traffic_light 🚦 house 🏠 office 🏢 hospital 🏥 bank 🏦 school 🏫 factory 🏭 city_sunrise 🌇
moneybag 💰 money_with_wings 💸 dollar 💵 euro 💶 pound 💷 yen 💴 credit_card 💳 gem 💎 receipt 🧾
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 clipboard 📋 pushpin 📌 round_pushpin 📍
paperclip 📎 straight_ruler 📏 scissors ✂️ lock 🔒 unlock 🔓 key 🔑 hammer 🔨 hammer_and_wrench 🛠️ wrench 🔧 gear ⚙️
nut_and_bolt 🔩 link 🔗 chains ⛓️ magnet 🧲 test_tube 🧪 microscope 🔬 telescope 🔭 shield 🛡️ balance_scale ⚖️
computer 💻 desktop_computer 🖥️ keyboard ⌨️ iphone 📱 telephone_receiver 📞 phone ☎️ telephone ☎️ pager 📟
battery 🔋 electric_plug 🔌 floppy_disk 💾 cd 💿 package 📦 mailbox 📫 email ✉️ envelope ✉️ incoming_envelope 📨
e-mail 📧 inbox_tray 📥 outbox_tray 📤 memo 📝 pencil 📝 pencil2 ✏️ book 📖 books 📚 notebook 📓 ledger 📒
newspaper 📰 page_facing_up 📄 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ calendar 📆 date 📅
spiral_calendar_pad 🗓️ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚
clock9 🕘 clock12 🕛 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 mag 🔍 mag_right 🔎 camera 📷 tv 📺 movie_camera 🎥
white_check_mark ✅ ballot_box_with_check ☑️ heavy_check_mark ✔️ x ❌ negative_squared_cross_mark ❎
heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_division_sign ➗ question ❓ grey_question ❔
exclamation ❗ heavy_exclamation_mark ❗ grey_exclamation ❕ bangbang ‼️ warning ⚠️ no_entry ⛔ no_entry_sign 🚫
octagonal_sign 🛑 information_source ℹ️ recycle ♻️ infinity ♾️ repeat 🔁 arrows_counterclockwise 🔄 twisted_rightwards_arrows 🔀
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrow_lower_left ↙️
arrow_upper_left ↖️ arrow_up_down ↕️ left_right_arrow ↔️ arrow_forward ▶️ arrow_backward ◀️
arrow_up_small 🔼 arrow_down_small 🔽 double_vertical_bar ⏸️ fast_forward ⏩ rewind ⏪ small_red_triangle 🔺
small_red_triangle_down 🔻 red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡
yellow_circle 🟡 large_green_circle 🟢 green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 purple_circle 🟣
large_brown_circle 🟤 black_circle ⚫ white_circle ⚪ large_red_square 🟥 large_orange_square 🟧
large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 large_purple_square 🟪 black_square 🔲
white_square 🔳 black_large_square ⬛ white_large_square ⬜ small_blue_diamond 🔹 small_orange_diamond 🔸
large_blue_diamond 🔷 large_orange_diamond 🔶 radio_button 🔘 zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣
seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 new 🆕 ok 🆗 up 🆙 cool 🆒 free 🆓 sos 🆘 checkered_flag 🏁
triangular_flag_on_post 🚩 waving_white_flag 🏳️ flag-us 🇺🇸 us 🇺🇸 flag-gb 🇬🇧 gb 🇬🇧 flag-de 🇩🇪 de 🇩🇪 flag-fr 🇫🇷
flag-cn 🇨🇳 cn 🇨🇳 flag-eu 🇪🇺 jigsaw 🧩 compass 🧭 world_map 🗺️ ring_buoy 🛟 lifebuoy 🛟 adhesive_bandage 🩹
stethoscope 🩺 syringe 💉 thermometer 🌡️ pill 💊 broom 🧹 basket 🧺 toolbox 🧰 label 🏷️ ticket 🎫 admission_tickets 🎟️
`;

const CHARACTERS = new Map(pairs(TABLE.trim().split(/\s+/)));
const SKIN_TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

/**
 * The character of a short code.
 * @param {string} name without the colons; a skin tone may follow: "wave::skin-tone-3"
 * @returns {string|null} null when the code is unknown
 */
export function emojiCharacter(name) {
  const [base, tone] = name.split("::skin-tone-");
  const character = CHARACTERS.get(base);
  return character ? character + (SKIN_TONES[Number(tone)] ?? "") : null;
}

/** Every emoji once: its first name → its character. @returns {Map<string, string>} */
export function emojiNames() {
  const first = new Map([...CHARACTERS].reverse().map(([name, character]) => [character, name]));
  return new Map([...CHARACTERS].filter(([name, character]) => first.get(character) === name));
}

/** @param {string[]} words @returns {[string, string][]} */
function pairs(words) {
  return words.flatMap((word, i) => (i % 2 === 0 ? [/** @type {[string, string]} */ ([word, words[i + 1]])] : []));
}
