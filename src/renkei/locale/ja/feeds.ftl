# 情報源からの入力の誤り（箇所は文とは別に示す）

## NMEA文
feeds-line-long = 行が{ $most }バイトを超えています
feeds-nmea-not-a-sentence = NMEAセンテンスではありません
feeds-nmea-no-checksum = チェックサムがありません（IEC 61162-1）
feeds-nmea-checksum = チェックサムは { $stated } ですが、内容からは { $computed } になります
feeds-nmea-fields = AISセンテンスの項目の形式が違います（IEC 61162-1、VDM・VDO）
feeds-nmea-fragment = { $fragments }分割の{ $fragment }番目はあり得ません
feeds-tag-open = タグブロックに終わりまたはチェックサムがありません（IEC 61162-450）
feeds-tag-checksum = タグブロックのチェックサムが違います。内容からは { $computed } になります
feeds-tag-time = タグブロックの時刻 { $value } は秒数でもミリ秒数でもありません

## AISメッセージ
feeds-ais-incomplete = { $fragments }分割のうち{ $have }つしか届いていません
feeds-ais-empty = AISセンテンスにメッセージがありません
feeds-ais-long = AISメッセージが5スロット分の上限{ $most }文字を超えています
feeds-ais-short = 種別{ $type }のメッセージには{ $least }ビット必要ですが、{ $bits }ビットしかありません
feeds-ais-type = 種別{ $type }のAISメッセージはありません
feeds-ais-fields = 種別{ $type }のAISメッセージの項目を読めません：{ $reason }
feeds-ais-range = 緯度 { $lat }、経度 { $lon } は地球上の位置ではありません

## Cursor on Target
feeds-cot-junk = どのイベントにも属さないデータを読み飛ばしました
feeds-cot-truncated = イベントの終わりがないまま、次のイベントが始まったか受信が終わりました
feeds-cot-long = イベントが{ $most }バイトを超えています
feeds-cot-xml = イベントが正しいXMLではありません：{ $reason }
feeds-cot-doctype = 文書型宣言は受け付けません
feeds-cot-depth = 要素の入れ子が{ $most }段を超えています
feeds-cot-attributes = 一つの要素の属性が{ $most }個を超えています
feeds-cot-elements = イベントの要素が{ $most }個を超えています
feeds-cot-root = イベントではなく { $name } がありました
feeds-cot-no-point = イベントに位置がありません
feeds-cot-two-points = イベントに位置が二つあります
feeds-cot-uid = uidがないか、{ $most }文字を超えています
feeds-cot-type = 種別がないか、形式が違います：{ $value }
feeds-cot-time = ISO 8601の時刻ではありません：{ $value }
feeds-cot-degrees = 緯度・経度ではありません：{ $value }
feeds-cot-number = 数値ではありません：{ $value }
feeds-cot-no-how = 位置を得た方法が示されていません
feeds-cot-no-start = 開始時刻がないため、時刻の値を用いました
feeds-cot-no-zone = 時刻に時間帯がないため、UTCとみなしました
feeds-cot-no-error = 誤差または高さがないため、不明としました
feeds-cot-two-releases = 開示先の2通りの表記が食い違うため、狭い方を採りました

## ファイル
feeds-file-large = ファイルが{ $most_mb } MBを超えています
feeds-store-newer = { $file } はより新しい版で書かれています

## 受け付けなかった入力の表示
feeds-refused = 受け付けなかった入力
feeds-refused-none = センサーや相手国の状況図から届いた入力は、すべて受け付けました。
feeds-refused-of = { $sensor }：{ $n }件を受け付けませんでした
