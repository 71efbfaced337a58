// Knows the default label set: hand-placed seas, straits and prefectures, cities that go first, names that are not drawn twice.
//
// Source of positions: read off the basemap by hand for this project; prefectures: Natural Earth label points, one kept.
// Japanese names: the basemap's lists. Choice of names: Natural Earth, de facto. A headquarters that wants other names brings another
// set of the same form.

/**
 * @typedef {object} SeaName
 * @property {string} en
 * @property {string} ja
 * @property {number} lon where the middle of the name goes
 * @property {number} lat
 * @property {number} from first zoom, whole: tiles are cut at whole zooms
 * @property {number} [until] last zoom
 */

/** @type {SeaName[]} */
export const SEAS = [
  { en: "Pacific Ocean", ja: "太平洋", lon: 158, lat: 28, from: 2, until: 6 },
  { en: "Philippine Sea", ja: "フィリピン海", lon: 134.5, lat: 21.5, from: 2, until: 8 },
  { en: "Sea of Japan", ja: "日本海", lon: 134.6, lat: 39.8, from: 2, until: 8 },
  { en: "Sea of Okhotsk", ja: "オホーツク海", lon: 148, lat: 52, from: 2, until: 8 },
  { en: "East China Sea", ja: "東シナ海", lon: 125, lat: 29.2, from: 3, until: 8 },
  { en: "South China Sea", ja: "南シナ海", lon: 115.2, lat: 15, from: 2, until: 8 },
  { en: "Yellow Sea", ja: "黄海", lon: 123.2, lat: 35.4, from: 4, until: 8 },
  { en: "Bo Hai", ja: "渤海", lon: 119.7, lat: 38.7, from: 5 },
  { en: "Taiwan Strait", ja: "台湾海峡", lon: 119.6, lat: 24.4, from: 4 },
  { en: "Luzon Strait", ja: "ルソン海峡", lon: 121.2, lat: 20.6, from: 4 },
  { en: "Korea Strait", ja: "朝鮮海峡", lon: 128.75, lat: 34.3, from: 5 },
  { en: "Tsushima Strait", ja: "対馬海峡", lon: 129.75, lat: 34.05, from: 7 },
  { en: "Seto Inland Sea", ja: "瀬戸内海", lon: 133.15, lat: 34.14, from: 6 },
  { en: "Bungo Channel", ja: "豊後水道", lon: 132.2, lat: 32.95, from: 6 },
  { en: "Kii Channel", ja: "紀伊水道", lon: 134.87, lat: 33.85, from: 6 },
  { en: "Tosa Bay", ja: "土佐湾", lon: 133.62, lat: 33.2, from: 6 },
  { en: "Hyuga Sea", ja: "日向灘", lon: 131.95, lat: 32.1, from: 6 },
  { en: "Kumano Sea", ja: "熊野灘", lon: 136.5, lat: 33.7, from: 6 },
  { en: "Enshu Sea", ja: "遠州灘", lon: 137.8, lat: 34.35, from: 6 },
  { en: "Osaka Bay", ja: "大阪湾", lon: 135.2, lat: 34.48, from: 7 },
  { en: "Ise Bay", ja: "伊勢湾", lon: 136.75, lat: 34.72, from: 7 },
  { en: "Suruga Bay", ja: "駿河湾", lon: 138.57, lat: 34.85, from: 7 },
  { en: "Sagami Bay", ja: "相模湾", lon: 139.35, lat: 35.12, from: 7 },
  { en: "Tokyo Bay", ja: "東京湾", lon: 139.85, lat: 35.48, from: 7 },
  { en: "Osumi Strait", ja: "大隅海峡", lon: 130.78, lat: 30.82, from: 6 },
  { en: "Miyako Strait", ja: "宮古海峡", lon: 126.3, lat: 25.4, from: 6 },
  { en: "Yonaguni Strait", ja: "与那国海峡", lon: 122.4, lat: 24.4, from: 6 },
  { en: "Tokara Strait", ja: "トカラ海峡", lon: 129.9, lat: 29.6, from: 6 },
  { en: "Tsugaru Strait", ja: "津軽海峡", lon: 140.7, lat: 41.4, from: 6 },
  { en: "La Perouse Strait", ja: "宗谷海峡", lon: 142, lat: 45.75, from: 6 },
  { en: "Tatar Strait", ja: "間宮海峡", lon: 140.6, lat: 48.6, from: 4 },
  { en: "Uchiura Bay", ja: "内浦湾", lon: 140.6, lat: 42.3, from: 7 },
  { en: "Sulu Sea", ja: "スールー海", lon: 120.2, lat: 8.4, from: 4 },
  { en: "Celebes Sea", ja: "セレベス海", lon: 122.3, lat: 3.4, from: 4 },
];

/** One point a prefecture, on its main land. @type {{en: string, ja: string, lon: number, lat: number}[]} */
export const PREFECTURES = [
  { en: "Aichi", ja: "愛知県", lon: 137.21, lat: 35.0 },
  { en: "Akita", ja: "秋田県", lon: 140.33, lat: 39.73 },
  { en: "Aomori", ja: "青森県", lon: 140.77, lat: 40.64 },
  { en: "Chiba", ja: "千葉県", lon: 140.2, lat: 35.45 },
  { en: "Ehime", ja: "愛媛県", lon: 132.77, lat: 33.6 },
  { en: "Fukui", ja: "福井県", lon: 136.32, lat: 35.93 },
  { en: "Fukuoka", ja: "福岡県", lon: 130.62, lat: 33.49 },
  { en: "Fukushima", ja: "福島県", lon: 140.1, lat: 37.42 },
  { en: "Gifu", ja: "岐阜県", lon: 136.94, lat: 35.85 },
  { en: "Gunma", ja: "群馬県", lon: 139.03, lat: 36.56 },
  { en: "Hiroshima", ja: "広島県", lon: 132.75, lat: 34.6 },
  { en: "Hokkaido", ja: "北海道", lon: 142.8, lat: 43.44 },
  { en: "Hyogo", ja: "兵庫県", lon: 134.85, lat: 35.1 },
  { en: "Ibaraki", ja: "茨城県", lon: 140.26, lat: 36.28 },
  { en: "Ishikawa", ja: "石川県", lon: 136.7, lat: 36.45 },
  { en: "Iwate", ja: "岩手県", lon: 141.36, lat: 39.57 },
  { en: "Kagawa", ja: "香川県", lon: 134.0, lat: 34.22 },
  { en: "Kagoshima", ja: "鹿児島県", lon: 130.6, lat: 31.65 },
  { en: "Kanagawa", ja: "神奈川県", lon: 139.34, lat: 35.44 },
  { en: "Kochi", ja: "高知県", lon: 133.46, lat: 33.63 },
  { en: "Kumamoto", ja: "熊本県", lon: 130.83, lat: 32.59 },
  { en: "Kyoto", ja: "京都府", lon: 135.45, lat: 35.21 },
  { en: "Mie", ja: "三重県", lon: 136.39, lat: 34.57 },
  { en: "Miyagi", ja: "宮城県", lon: 140.85, lat: 38.45 },
  { en: "Miyazaki", ja: "宮崎県", lon: 131.29, lat: 32.1 },
  { en: "Nagano", ja: "長野県", lon: 138.02, lat: 36.07 },
  { en: "Nagasaki", ja: "長崎県", lon: 129.95, lat: 32.95 },
  { en: "Nara", ja: "奈良県", lon: 135.88, lat: 34.28 },
  { en: "Niigata", ja: "新潟県", lon: 138.9, lat: 37.3 },
  { en: "Oita", ja: "大分県", lon: 131.45, lat: 33.2 },
  { en: "Okayama", ja: "岡山県", lon: 133.83, lat: 34.85 },
  { en: "Okinawa", ja: "沖縄県", lon: 128.1, lat: 26.65 },
  { en: "Osaka", ja: "大阪府", lon: 135.4, lat: 34.41 },
  { en: "Saga", ja: "佐賀県", lon: 130.12, lat: 33.27 },
  { en: "Saitama", ja: "埼玉県", lon: 139.29, lat: 36.02 },
  { en: "Shiga", ja: "滋賀県", lon: 136.09, lat: 35.18 },
  { en: "Shimane", ja: "島根県", lon: 132.5, lat: 35.0 },
  { en: "Shizuoka", ja: "静岡県", lon: 138.31, lat: 35.04 },
  { en: "Tochigi", ja: "栃木県", lon: 139.79, lat: 36.66 },
  { en: "Tokushima", ja: "徳島県", lon: 134.2, lat: 33.85 },
  { en: "Tokyo", ja: "東京都", lon: 139.32, lat: 35.76 },
  { en: "Tottori", ja: "鳥取県", lon: 133.82, lat: 35.37 },
  { en: "Toyama", ja: "富山県", lon: 137.25, lat: 36.6 },
  { en: "Wakayama", ja: "和歌山県", lon: 135.4, lat: 33.93 },
  { en: "Yamagata", ja: "山形県", lon: 140.08, lat: 38.4 },
  { en: "Yamaguchi", ja: "山口県", lon: 131.55, lat: 34.29 },
  { en: "Yamanashi", ja: "山梨県", lon: 138.65, lat: 35.61 },
];

/** Sea labels of the tile file that the list above replaces. */
export const SEAS_REPLACED = [...SEAS.map((sea) => sea.en), "Inner Sea", "NORTH PACIFIC OCEAN"];

/** Cities that are named before others of their rank, best first: capitals of regions, large ports, the coast of the scenario. */
export const CITIES_FIRST = [
  "Tokyo", "Osaka", "Nagoya", "Kobe", "Fukuoka", "Sapporo", "Sendai", "Hiroshima", "Kochi", "Naha", "Matsuyama", "Kagoshima",
  "Takamatsu", "Tokushima", "Wakayama", "Oita", "Miyazaki", "Shizuoka", "Kumamoto", "Yokosuka", "Sasebo", "Kure",
];
