# 当直
watch-text-length = 記事が空であるか、{ $most }文字を超えています。
watch-link-closed = 接続が閉じられた
