# 設定
config-no-node = { $directory } にノードがありません。renkei init で作成してください。
config-node-exists = { $directory } にはすでにノードがあります。何も変更していません。
config-too-large = 設定ファイルが{ $most }バイトを超えています。
config-field = 設定ファイルが正しくありません：{ $reason }
config-port = 「{ $value }」はポート番号（0から65535）ではありません。
config-no-secret = { $nation } との秘密鍵がありません。renkei partner で作成または登録してください。
config-secret = 相手との秘密鍵は32バイトの16進数です。
