# 設定
config-no-node = { $directory } にノードがありません。renkei init で作成してください。
config-node-exists = { $directory } にはすでにノードがあります。何も変更していません。
config-too-large = 設定ファイルが{ $most }バイトを超えています。
config-field = 設定ファイルが正しくありません：{ $reason }
config-port = 「{ $value }」はポート番号（0から65535）ではありません。
config-no-secret = { $nation } との秘密鍵がありません。renkei partner で作成または登録してください。
config-secret = 相手との秘密鍵は32バイトの16進数です。
config-node-form = 「{ $node }」はノード名に使えません。英数字で始まり、英数字・ピリオド・ハイフン・下線で32字までです。
config-zone-unknown = 「{ $tz }」という時間帯はありません。Asia/TokyoのようなIANAの名称で指定してください。
config-ports-same = ウェブサーバーと相手国との接続に同じポート { $port } は使えません。
config-partner-own = { $nation } はこのノードの自国です。相手国には他の国を指定してください。
config-name-form = 司令部の名称は、各言語で1字から{ $most }字までの表示できる文字で指定してください。
config-nobody-serves = ポート { $port } でノードが動いていません。renkei serve で起動してください。
config-refused-there = 司令部が拒否しましたが、理由は示されませんでした。
config-system = システムが受け付けません：{ $reason }　{ $path }
