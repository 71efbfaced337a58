# ワークブックその他のファイルとしての計画。
plan-exchange-workbook = 安全に読めるワークブック(XLSX)ではありません。
plan-exchange-large = ファイルが{ $most }バイトを超えています。
plan-exchange-encoding = ファイルがUTF-8ではありません。「CSV UTF-8」で保存してください。
plan-exchange-csv = CSVではありません:{ $reason }
plan-exchange-sheet = 計画にこの名前のシートはありません。使えるもの:{ $allowed }
plan-exchange-column = ここに列「{ $name }」はありません。使えるもの:{ $allowed }
plan-exchange-columns = 表の列は{ $most }列までです。
plan-exchange-rows = 表の行は{ $most }行までです。
plan-exchange-stray = このセルには見出しがありません。
plan-exchange-formula = ここに数式があります。計算はしません。値を書いてください。
plan-exchange-cell = 「{ $value }」は文字・数値・時刻のいずれでもありません。
plan-exchange-long = 文字は{ $most }字までです。
plan-exchange-unknown = 計画に「{ $id }」はありません。行で追加できるのは任務だけで、ほかの新しいものは文書か司令部で入力します。
plan-exchange-renamed = 「{ $id }」は新しい識別名ですが、「{ $gone }」の行がありません。識別名は変えられません。新しい任務は別の行に追加してください。
plan-exchange-gone = 「{ $id }」の行がありません。任務を取り消すには状態を変えてください。
plan-exchange-fixed = 「{ $field }」はここでは変えられません。
plan-exchange-withheld = 「{ $field }」は所有国が開示していないため、非開示のままです。
plan-exchange-uses = 「{ $value }」は使用するものを示していません。例:4 x us-c130, 1 x parking:field
plan-exchange-contradiction = LADとRDDが異なる期限を示しています。
plan-exchange-c-day = すべての行に同じC日が必要です。
plan-exchange-order = 最遅到着が最早出発より前です。
plan-exchange-new = 元の計画なしに新しい計画になるのは、TPFDD形式のファイルだけです。
plan-exchange-format = { $file }の形式が名前からわかりません。--fromで指定してください。
plan-exchange-extra = ワークブックには追加機能「xlsx」が必要です:pip install "renkei[xlsx]"
plan-exchange-edits = { $count ->
    [0] 変更はありません
   *[other] 変更{ $count }件
}。
plan-exchange-edit = { $object } { $field }:{ $before } → { $after }
