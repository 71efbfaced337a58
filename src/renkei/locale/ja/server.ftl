# ウェブサーバー
web-signed-out = サインインしていないか、セッションが終わりました。もう一度サインインしてください。
web-token-missing = セッションの確認情報（{ $header }）がないため拒否しました。他のページがあなたに代わって操作することを防ぐためです。
web-sign-ins-most = サインインの確認待ちが{ $most }件あります。少し待ってからもう一度お試しください。
web-body-too-large = 要求が{ $most }バイトを超えています。
web-field = 項目が正しくありません：{ $reason }
web-not-json = JSONとして読めません：{ $reason }
web-command-id = 命令には1から{ $most }文字の識別子が必要です。
web-command-unknown = 命令 { $kind } はありません。
web-zone = 時刻には時間帯が必要です。
web-year = 年は { $least }年から{ $most }年までです。
web-whole-number = 「{ $value }」は整数ではありません。
web-limit = 制限時間は0秒より長く{ $most }秒以下です。
web-job-unknown = 処理 { $job } はありません。結果は保存期間を過ぎました。
web-jobs-most = すでに{ $most }件の処理が動いています。終わるのを待つか、中止してください。
web-job-kind = { $kind } という処理はありません。
web-no-exercise = このノードは演習中ではありません。時計は実時間です。
web-port-taken = ポート { $port } は他のプログラムが使用しています。RENKEI_WEB_PORT または node.json の web_port で別のポートを指定してください。
