# ノード
node-role-missing = あなたの権限ではできません。{ $command } を行えるのは：{ $roles }
node-no-partner = このノードは { $nation } と接続していないため、開示先にできません。
node-commands-most = 一度に記録できる命令は1件から{ $most }件です。
