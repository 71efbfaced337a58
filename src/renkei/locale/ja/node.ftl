# ノード
node-role-missing = あなたの権限ではできません。行えるのは：{ $roles }
node-no-partner = このノードは { $nation } と接続していないため、開示先にできません。
node-commands-most = 一度に記録できる命令は1件から{ $most }件です。
node-events-most = 一つの行為で記録できる事象は{ $most }件までです。
node-event-too-long = 事象が{ $most }バイトを超えています。文を短くしてください。
node-command-repeated = 命令 { $command } はすでに記録されているか、二度含まれています。行為は全体をそのまま繰り返すか、繰り返さないでください。
node-event-beyond = { $bound ->
    [time] 時刻が、ノード間でやり取りできる年の範囲を外れています。
    [identifier] 識別子が空か、長すぎて、相手方が受け取れません。
   *[other] 限度を超えているため（{ $bound }）、どの相手方も受け取れません。
}
