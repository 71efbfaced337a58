# 当直
watch-text-length = 記事が空であるか、{ $most }文字を超えています。
watch-link-silent = 相手から{ $seconds }秒間応答なし
watch-link-closed = 接続が閉じられた
watch-link-lost = { $partner }との回線断：{ $why }
watch-link-restored = { $partner }との回線復旧（{ $seconds }秒間断）
watch-stream-halted = { $partner }からの受信を停止：{ $why }
