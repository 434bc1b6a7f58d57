/** The characters of an emoji by its Slack name. Undefined for a less common one. */
export function findEmoji(name: string): string | undefined {
  return characters.get(name)
}

/** The characters of all emoji that have a name. */
export function emojiCharacters(): string[] {
  return [...new Set(characters.values())]
}

/** The address of its picture. Twemoji names pictures by their code points. */
export function pictureOf(characters: string): string {
  const points = [...characters.replaceAll('\ufe0f', '')].map((character) => character.codePointAt(0)?.toString(16))
  return `/vendor/emoji/${points.join('-')}.svg`
}

const feelingsAndNature = `
  smile 😄  smiley 😃  grinning 😀  grin 😁  joy 😂  wink 😉  blush 😊  heart_eyes 😍  thinking_face 🤔  neutral_face 😐
  sweat_smile 😅  sob 😭  cry 😢  scream 😱  sleeping 😴  sunglasses 😎  relieved 😌  confused 😕  disappointed 😞
  rage 😡  zipper_mouth_face 🤐  shrug 🤷  facepalm 🤦  wave 👋  +1 👍  thumbsup 👍  -1 👎  thumbsdown 👎  clap 👏
  pray 🙏  raised_hands 🙌  ok_hand 👌  muscle 💪  point_right 👉  point_left 👈  point_up 👆  point_down 👇
  raised_hand ✋  eyes 👀  heart ❤️  broken_heart 💔  100 💯  tada 🎉  fire 🔥  rocket 🚀  star ⭐  sparkles ✨  zap ⚡
  boom 💥  dart 🎯  trophy 🏆  medal 🏅  crown 👑  robot_face 🤖  ghost 👻  bug 🐛  snail 🐌  turtle 🐢  rabbit 🐇
  whale 🐳  ocean 🌊  sunny ☀️  crescent_moon 🌙  cloud ☁️  umbrella ☔  snowflake ❄️  rainbow 🌈  earth_africa 🌍
  globe_with_meridians 🌐  coffee ☕  beers 🍻  cake 🍰  gift 🎁  balloon 🎈  raising_hand 🙋
`

const signs = `
  white_check_mark ✅  heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌  heavy_multiplication_x ✖️
  negative_squared_cross_mark ❎  warning ⚠️  no_entry ⛔  no_entry_sign 🚫  octagonal_sign 🛑  exclamation ❗
  heavy_exclamation_mark ❗  grey_exclamation ❕  question ❓  grey_question ❔  bangbang ‼️
  information_source ℹ️  rotating_light 🚨  sos 🆘  new 🆕  construction 🚧  large_green_circle 🟢  red_circle 🔴
  large_red_circle 🔴  large_yellow_circle 🟡  large_orange_circle 🟠  large_blue_circle 🔵  large_purple_circle 🟣
  white_circle ⚪  black_circle ⚫  large_green_square 🟩  large_red_square 🟥  large_yellow_square 🟨
  large_blue_square 🟦  white_large_square ⬜  black_large_square ⬛  hourglass ⌛  hourglass_flowing_sand ⏳
  stopwatch ⏱️  timer_clock ⏲️  alarm_clock ⏰  clock1 🕐  watch ⌚  pause_button ⏸️  double_vertical_bar ⏸️
  arrow_forward ▶️  black_right_pointing_triangle ▶️  arrow_backward ◀️  black_square_for_stop ⏹️
  stop_button ⏹️  fast_forward ⏩  rewind ⏪  black_right_pointing_double_triangle_with_vertical_bar ⏭️
  next_track_button ⏭️  repeat 🔁  repeat_one 🔂  arrows_counterclockwise 🔄  arrows_clockwise 🔃  arrow_right ➡️
  arrow_left ⬅️  arrow_up ⬆️  arrow_down ⬇️  leftwards_arrow_with_hook ↩️  arrow_right_hook ↪️
  arrow_upper_right ↗️  arrow_heading_up ⤴️  small_red_triangle 🔺  small_red_triangle_down 🔻
  small_blue_diamond 🔹  small_orange_diamond 🔸
`

const things = `
  truck 🚚  package 📦  ferry ⛴️  ship 🚢  boat ⛵  anchor ⚓  airplane ✈️  mag 🔍  mag_right 🔎  key 🔑  old_key 🗝️
  lock 🔒  unlock 🔓  closed_lock_with_key 🔐  shield 🛡️  bell 🔔  no_bell 🔕  mute 🔇  loudspeaker 📢  mega 📣
  speech_balloon 💬  email 📧  envelope ✉️  inbox_tray 📥  outbox_tray 📤  bar_chart 📊  chart_with_upwards_trend 📈
  chart_with_downwards_trend 📉  clipboard 📋  memo 📝  pencil 📝  pencil2 ✏️  page_facing_up 📄  bookmark_tabs 📑
  ledger 📒  newspaper 📰  books 📚  open_file_folder 📂  file_folder 📁  card_index_dividers 🗂️  card_file_box 🗃️
  file_cabinet 🗄️  floppy_disk 💾  cd 💿  wastebasket 🗑️  link 🔗  paperclip 📎  pushpin 📌  round_pushpin 📍
  calendar 📅  date 📅  spiral_calendar_pad 🗓️  scales ⚖️  gear ⚙️  wrench 🔧  hammer 🔨  hammer_and_wrench 🛠️
  toolbox 🧰  nut_and_bolt 🔩  test_tube 🧪  microscope 🔬  bulb 💡  flashlight 🔦  battery 🔋  electric_plug 🔌
  computer 💻  desktop_computer 🖥️  satellite_antenna 📡  telephone_receiver 📞  iphone 📱  bust_in_silhouette 👤
  busts_in_silhouette 👥  credit_card 💳  moneybag 💰  label 🏷️  checkered_flag 🏁  triangular_flag_on_post 🚩
  world_map 🗺️  house 🏠  office 🏢  bucket 🪣  broom 🧹  adhesive_bandage 🩹  fire_extinguisher 🧯  zzz 💤
  copyright ©️  infinity ♾️  one 1️⃣  two 2️⃣  three 3️⃣  four 4️⃣  five 5️⃣
`

const characters: ReadonlyMap<string, string> = readNames([feelingsAndNature, signs, things])

/** Each table has entries `name characters`, separated by two spaces or a line break. */
function readNames(tables: string[]): Map<string, string> {
  const pairs = tables.flatMap((table) => table.trim().split(/ {2,}|\n */))
  return new Map(
    pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
  )
}
