# 演習とパック
exercise-speed = 速さ { $speed } は0から{ $most }の範囲にありません。
exercise-ask-unknown = 演習の操作は next、pause、run です。{ $what } はありません。
exercise-ask-most = すでに{ $most }件の操作が待っています。
pack-too-large = 演習パックが{ $most }文字を超えています。
pack-not-yaml = YAMLとして読めません：{ $reason }
pack-field = 項目が正しくありません：{ $reason }
pack-zone = t0には時間帯が必要です。
pack-time-zone = 「{ $name }」という時間帯はありません。IANAの名前で書いてください(例: Asia/Tokyo)。
pack-two-nodes = 二つの司令部の演習にはノードが二つ以上必要です。
pack-dangling = 「{ $name }」がここで使われていますが、どこにも定義されていません。
scenario-unknown = 「{ $name }」という想定は同梱されていません。あるもの：{ $known }。パックのパスも指定できます。
exercise-next = 次：{ $what }（{ $at }）
exercise-node-ended = { $directory } のノードが準備完了前に終了しました（状態 { $status }）。上の表示を確認してください。記録が使用中の場合は、別のプロセスがこのノードを動かしています。それを止めるか、別の --directory を指定してください。
exercise-in-use = { $directory } では別の演習が動いています（プロセス { $process }）。その端末でCtrl-Cを押すか、kill { $process } で止めてください。または別の --directory を指定してください。
pack-twice = 「{ $name }」が二度定義されています。
exercise-year = 演習の時刻は { $least }年から{ $most }年までに設定できます。
