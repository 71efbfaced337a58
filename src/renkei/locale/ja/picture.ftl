# 共通作戦状況図：航跡を一つとした理由、それに反する事実、航跡に対する操作

## 複数の情報源の航跡を一つとした理由
picture-merged-motion = 位置と動きが一致（{ $scans }回比較、差{ $distance_m } m、標準偏差の{ $sigma }倍）
picture-merged-mmsi = MMSI { $mmsi } が一致（差{ $distance_m } m、{ $scans }回比較）
picture-merged-callsign = 呼出符号 { $callsign } が一致（差{ $distance_m } m、{ $scans }回比較）
picture-merged-person = { $author } が統一。{ $remark }
picture-split-person = { $author } が分離。{ $remark }

## 航跡に反する事実
picture-contradiction = MMSI { $mmsi } は{ $distance_km } km離れた { $other } からも報告されています。同一船ではあり得ないため統一していません
picture-jump = 続く2回の報告の間に{ $speed_kn }ノット相当で移動しています。番号の重複使用か誤報の可能性があります

## 航跡の種類
picture-kind-cargo = 貨物船
picture-kind-tanker = タンカー
picture-kind-passenger = 旅客船
picture-kind-fishing = 漁船
picture-kind-patrol = 巡視船
picture-kind-military = 艦艇
picture-kind-tug = 引き船
picture-kind-pilot = 水先船
picture-kind-rescue = 救難船
picture-kind-sailing = プレジャーボート
picture-kind-aid = 航路標識
picture-kind-station = 陸上局
picture-kind-aircraft = 航空機
picture-kind-land = 陸上
picture-kind-unknown = 不明

## 報告が状況図に入らない理由
picture-late = この航跡について既知のものより新しくない報告です
picture-ahead = 報告の時刻が当方の時計より2分以上進んでいます
picture-coarse = 丸められた位置の報告で、より細かい報告が既にあります
picture-full = 状況図が満杯です
picture-sources = 報告元の数が多すぎます
picture-position-long = 相手側の位置情報が{ $most }バイトを超えています
picture-position-form = 位置情報の形式ではありません：{ $reason }
picture-position-field = 相手側の位置情報の項目 { $field } が範囲外です

## 操作
picture-same-track = { $track } を二重に選んでいます。異なる二つの航跡を選んでください
picture-remark-long = 備考は{ $most }文字までです
picture-changed-meanwhile = { $what } について他の人が先に判断しました。読み直してからやり直してください
picture-join-one-source = { $source } 自身が別の航跡としています。同じ情報源の二つの航跡は統一できません
picture-sensor-withheld = { $nation } に開示していない { $source } の航跡が分かってしまいます。この判断を自司令部内にとどめるか、先にセンサーの開示を受けてください
picture-not-a-partner = { $nation } はこの司令部の相手側ではありません
picture-sensor-label-stays = センサー { $sensor } の開示先は自司令部だけの情報です。開示せずに記録してください
