# 共通
nation-unknown = { $code } は国名コード（ISO 3166-1、2字または3字）ではありません。
clock-ahead = 相手の時計が{ $seconds }秒進んでいます。人が確認するまで取り込みません。
event-body = 事象の本文の形式が違います：{ $reason }
