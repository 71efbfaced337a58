# 記録
log-gap = 記録に欠落があります。{ $expected }行目がなく、{ $found }行目が続いています。
log-chain-broken = 記録の{ $position }行目またはそれ以前の行が、書き込まれたものと一致しません。
log-network-file-system = { $path } はネットワークファイルシステム（{ $kind }）上にあり、記録を安全に保てません。ローカルディスクを指定してください。
log-in-use = 記録 { $path } は別のプロセスが使用中です。
log-exists = { $path } には既にファイルがあります。上書きはしていません。
log-leftover = { $path } にあった以前の記録の { $leftover } が残っており、新しい記録と混ざります。以前の記録と一緒に別の場所へ移してください。
log-copy-differs = { $path } への写しの末尾が、バックアップの末尾と一致しません。写しを削除してやり直してください。
log-missing = { $path } に記録がありません。
log-file-damaged = ファイル { $path } が破損しています：{ $damage }
log-form-unknown = 記録 { $path } の形式 { $form } は、この版では扱えません。
log-batch-too-large = 一度に記録する事象が{ $events }件あります。上限は{ $limit }件です。
log-event-too-long = 事象が{ $bytes }バイトあります。上限は{ $limit }バイトです。
